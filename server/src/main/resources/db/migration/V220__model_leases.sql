-- A lease: by it an agent's worker calls the agent's model, and the profile's secret stays in the vault.
CREATE TABLE model_leases (
    tenant_id   text        NOT NULL,
    lease_id    text        NOT NULL,
    -- SHA-256 of its text.
    hash        bytea       NOT NULL UNIQUE,
    agent       text        NOT NULL,
    model       text        NOT NULL,
    profile_id  text        NOT NULL,
    user_id     text        NOT NULL,
    -- The API key that made it, empty for an agent's worker; of an operator, it is a key of the platform.
    made_by     text        NOT NULL,
    by_operator boolean     NOT NULL,
    dispatch_id text        NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    revoked_at  timestamptz,
    PRIMARY KEY (tenant_id, lease_id)
);
CREATE INDEX model_leases_ended ON model_leases (tenant_id, expires_at);

-- What was called through leases, in whole days of UTC.
CREATE TABLE model_usage (
    tenant_id            text   NOT NULL,
    day                  date   NOT NULL,
    agent                text   NOT NULL,
    profile_id           text   NOT NULL,
    model                text   NOT NULL,
    calls                bigint NOT NULL,
    input_tokens         bigint NOT NULL,
    output_tokens        bigint NOT NULL,
    cache_written_tokens bigint NOT NULL,
    cache_read_tokens    bigint NOT NULL,
    PRIMARY KEY (tenant_id, day, agent, profile_id, model)
);

-- Whether dispatches of the agent tell its worker where it gets a lease.
ALTER TABLE agents ADD COLUMN model_lease boolean NOT NULL DEFAULT false;

ALTER TABLE model_leases ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_leases FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON model_leases TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_reads ON model_leases FOR SELECT TO ${definer} USING (true);
GRANT SELECT, INSERT, DELETE ON model_leases TO ${app};
GRANT UPDATE (revoked_at) ON model_leases TO ${app};
GRANT SELECT (hash, tenant_id, lease_id) ON model_leases TO ${definer};

ALTER TABLE model_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_usage FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON model_usage TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON model_usage TO ${app};

-- Whose leases these are, for the hashes that are somebody's.
CREATE FUNCTION directory_model_leases(p_hashes bytea[]) RETURNS TABLE (hash bytea, tenant_id text, lease_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT l.hash, l.tenant_id, l.lease_id FROM model_leases l WHERE l.hash = ANY (p_hashes) $$;

ALTER FUNCTION directory_model_leases(bytea[]) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_model_leases(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_model_leases(bytea[]) TO ${directory};
