-- Up to where a tenant's chain is in the archive and no longer here: its entries here begin with the next one.
CREATE TABLE audit_archived (
    tenant_id   text        NOT NULL PRIMARY KEY,
    seq         bigint      NOT NULL,
    hash        bytea       NOT NULL,
    archived_at timestamptz NOT NULL
);
ALTER TABLE audit_archived ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_archived FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON audit_archived TO ${app} USING (tenant_id = current_tenant());
-- Written by whoever archives, as a member of the lanes' role; the lanes themselves have no right to it.
CREATE POLICY lane_any ON audit_archived TO ${lane} USING (true);
GRANT SELECT ON audit_archived TO ${app};
