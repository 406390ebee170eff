-- The identity providers whose tokens a tenant's users exchange for sessions.
CREATE TABLE oidc_issuers (
    tenant_id  text        NOT NULL,
    name       text        NOT NULL,
    -- Its iss, exactly.
    issuer     text        NOT NULL,
    audiences  text[]      NOT NULL,
    -- Where its keys are; null for what its discovery document says.
    jwks_url   text,
    user_claim text        NOT NULL,
    algorithms text[]      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name),
    UNIQUE (tenant_id, issuer)
);

ALTER TABLE oidc_issuers ENABLE ROW LEVEL SECURITY;
ALTER TABLE oidc_issuers FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON oidc_issuers TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON oidc_issuers TO ${app};

-- What vouched for the user of a session, and ends it when it goes; empty for the key alone.
ALTER TABLE sessions ADD COLUMN vouched_by text NOT NULL DEFAULT '';
CREATE INDEX sessions_vouched ON sessions (tenant_id, vouched_by) WHERE vouched_by <> '';
