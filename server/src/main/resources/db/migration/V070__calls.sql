CREATE TABLE calls (
    tenant_id          text        NOT NULL,
    call_id            text        NOT NULL,
    agent_slug         text        NOT NULL,
    mode               text        NOT NULL,
    user_id            text        NOT NULL,
    room               text        NOT NULL,
    session_id         text,
    conversation_id    text,
    credential_version bigint      NOT NULL,
    reserved_seconds   bigint      NOT NULL,
    created_at         timestamptz NOT NULL,
    must_end_at        timestamptz NOT NULL,
    ended_at           timestamptz,
    end_reason         text,
    next_at            timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, call_id)
);

CREATE INDEX calls_due ON calls (next_at) WHERE ended_at IS NULL;
CREATE INDEX calls_open_room ON calls (tenant_id, room) WHERE ended_at IS NULL;

ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE calls FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON calls TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE ON calls TO ${app};
CREATE POLICY poller_any ON calls FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, call_id, next_at, ended_at) ON calls TO ${poller};
