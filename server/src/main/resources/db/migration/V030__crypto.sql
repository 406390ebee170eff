-- A data key per tenant, wrapped by a master key that the database never sees. A destroyed key leaves its row, so that
-- no second key can ever be made for the same tenant.

CREATE TABLE tenant_data_keys (
    tenant_id    text PRIMARY KEY,
    wrapped      bytea,
    kek_id       text        NOT NULL,
    created_at   timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK (octet_length(wrapped) BETWEEN 1 AND 1024)
);

ALTER TABLE tenant_data_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_data_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON tenant_data_keys TO ${app} USING (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE (wrapped, kek_id, destroyed_at) ON tenant_data_keys TO ${app};
