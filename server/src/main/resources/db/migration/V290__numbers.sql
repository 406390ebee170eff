-- The phone numbers of tenants.
CREATE TABLE numbers (
    tenant_id    text        NOT NULL,
    number       text        NOT NULL,
    agent_slug   text        NOT NULL,
    -- Who said that it is the tenant's; empty, and no time, while only the tenant says so.
    confirmed_by text        NOT NULL,
    confirmed_at timestamptz,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, number)
);
-- One owner over all tenants; what only a tenant says keeps nobody else from a number.
CREATE UNIQUE INDEX numbers_owner ON numbers (number) WHERE confirmed_at IS NOT NULL;

ALTER TABLE numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON numbers TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON numbers TO ${app};
GRANT UPDATE (agent_slug, updated_at) ON numbers TO ${app};
