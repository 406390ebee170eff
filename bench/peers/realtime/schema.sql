CREATE TABLE peer_keys (
    hash   bytea PRIMARY KEY,
    tenant text NOT NULL
);
CREATE TABLE peer_sessions (
    id         text PRIMARY KEY,
    hash       bytea NOT NULL UNIQUE,
    tenant     text NOT NULL,
    user_id    text NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked    boolean NOT NULL DEFAULT false
);
CREATE TABLE peer_ui_sessions (
    id      text PRIMARY KEY,
    tenant  text NOT NULL,
    user_id text NOT NULL,
    seq     bigint NOT NULL DEFAULT 0,
    seen_at timestamptz NOT NULL
);
CREATE TABLE peer_messages (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ui_session_id text NOT NULL,
    role          text NOT NULL,
    content       text NOT NULL,
    at            timestamptz NOT NULL
);
CREATE INDEX peer_messages_of ON peer_messages (ui_session_id, id);
CREATE TABLE peer_audit (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL,
    at     timestamptz NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    detail jsonb NOT NULL
);
CREATE INDEX peer_audit_tenant ON peer_audit (tenant, id);
