-- API keys: operators' (of the tenant 'ten_platform') and tenants'.

CREATE TABLE api_keys (
    tenant_id    text        NOT NULL,
    key_id       text        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('operator', 'secret', 'publishable')),
    name         text        NOT NULL,
    scopes       text[]      NOT NULL,
    origins      text[]      NOT NULL,
    agents       text[]      NOT NULL,
    per_second   int,
    burst        int,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    PRIMARY KEY (tenant_id, key_id),
    CHECK ((kind = 'operator') = (tenant_id = 'ten_platform'))
);

-- A directory: whose key has that SHA-256. A row never changes, so that a node may keep what it read for ever.
CREATE TABLE api_key_hashes (
    hash      bytea PRIMARY KEY,
    tenant_id text NOT NULL,
    key_id    text NOT NULL
);

-- A directory: the origins that publishable keys are used from, for a browser's preflight.
CREATE TABLE api_key_origins (
    origin    text NOT NULL,
    tenant_id text NOT NULL,
    key_id    text NOT NULL,
    PRIMARY KEY (origin, tenant_id, key_id)
);
CREATE INDEX api_key_origins_of ON api_key_origins (tenant_id, key_id);

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key_hashes ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key_hashes FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key_origins ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key_origins FORCE ROW LEVEL SECURITY;

CREATE POLICY app_tenant ON api_keys TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY app_tenant ON api_key_hashes TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY app_tenant ON api_key_origins TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_reads ON api_key_hashes FOR SELECT TO ${definer} USING (true);
CREATE POLICY definer_reads ON api_key_origins FOR SELECT TO ${definer} USING (true);
CREATE POLICY definer_epochs ON tenant_ledger FOR SELECT TO ${definer} USING (true);

GRANT SELECT, INSERT ON api_keys TO ${app};
GRANT UPDATE (revoked_at, last_used_at) ON api_keys TO ${app};
GRANT INSERT ON api_key_hashes TO ${app};
GRANT SELECT, INSERT, DELETE ON api_key_origins TO ${app};
GRANT SELECT (hash, tenant_id, key_id) ON api_key_hashes TO ${definer};
GRANT SELECT (origin, tenant_id) ON api_key_origins TO ${definer};
GRANT SELECT (tenant_id, epoch) ON tenant_ledger TO ${definer};

-- Whose keys these are, for the hashes that are somebody's: many at once, so that a flood of unknown keys shares trips.
CREATE FUNCTION directory_keys(p_hashes bytea[]) RETURNS TABLE (hash bytea, tenant_id text, key_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT k.hash, k.tenant_id, k.key_id FROM api_key_hashes k WHERE k.hash = ANY (p_hashes) $$;

-- The epochs of these tenants, now: a refusal that rests on a snapshot is said only if its epoch still stands.
CREATE FUNCTION directory_epochs(p_tenants text[]) RETURNS TABLE (tenant_id text, epoch bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT l.tenant_id, l.epoch FROM tenant_ledger l WHERE l.tenant_id = ANY (p_tenants) $$;

-- Which of these origins some publishable key of a living tenant admits.
CREATE FUNCTION directory_origins(p_origins text[]) RETURNS TABLE (origin text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT DISTINCT o.origin FROM api_key_origins o JOIN tenants t ON t.tenant_id = o.tenant_id
         WHERE o.origin = ANY (p_origins) AND t.status <> 'deleted'
    $$;

ALTER FUNCTION directory_keys(bytea[]) OWNER TO ${definer};
ALTER FUNCTION directory_epochs(text[]) OWNER TO ${definer};
ALTER FUNCTION directory_origins(text[]) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_keys(bytea[]), directory_epochs(text[]), directory_origins(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_keys(bytea[]), directory_epochs(text[]), directory_origins(text[]) TO ${directory};
