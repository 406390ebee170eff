-- What was found each time that a tenant was verified, signed: the newest few hundred of each tenant.
CREATE TABLE verifications (
    tenant_id       text        NOT NULL,
    verification_id text        NOT NULL,
    began_at        timestamptz NOT NULL,
    took_ms         bigint      NOT NULL,
    passed          boolean     NOT NULL,
    -- The head of the tenant's chain that was verified: the next one must still contain it. Null if none could be read.
    audit_seq       bigint,
    audit_hash      text,
    checks          jsonb       NOT NULL,
    jws             text        NOT NULL,
    PRIMARY KEY (tenant_id, verification_id)
);

ALTER TABLE verifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE verifications FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON verifications TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON verifications TO ${app};
