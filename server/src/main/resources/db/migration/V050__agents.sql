CREATE TABLE agents (
    tenant_id        text        NOT NULL,
    slug             text        NOT NULL,
    name             text        NOT NULL,
    agent_name       text        NOT NULL,
    system_prompt    text,
    model            text,
    voice            text,
    tools            text[]      NOT NULL,
    max_call_minutes int         NOT NULL,
    enabled          boolean     NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, slug)
);

ALTER TABLE agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE agents FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON agents TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON agents TO ${app};
