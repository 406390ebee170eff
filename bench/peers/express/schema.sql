CREATE TABLE peer_keys (
    hash           bytea PRIMARY KEY,
    tenant         text NOT NULL,
    server_url     text NOT NULL,
    livekit_key    text NOT NULL,
    livekit_secret text NOT NULL,
    revoked        boolean NOT NULL DEFAULT false
);
CREATE TABLE peer_audit (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL,
    at     timestamptz NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    detail jsonb NOT NULL
);
CREATE INDEX peer_audit_tenant ON peer_audit (tenant, id);
