-- Credentials of tenants: sealed, versioned, and each part of them one tenant's alone.

CREATE TABLE credentials (
    tenant_id     text        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('livekit')),
    version       bigint      NOT NULL CHECK (version > 0),
    credential_id text        NOT NULL,
    state         text        NOT NULL CHECK (state IN ('pending', 'active', 'superseded', 'revoked', 'failed')),
    server_url    text        NOT NULL,
    api_key       text        NOT NULL,
    sealed        bytea,
    fingerprint   text        NOT NULL,
    -- The fingerprints this version stands on: they stay the tenant's until retired_at is set.
    claims        bytea[]     NOT NULL,
    created_at    timestamptz NOT NULL,
    verified_at   timestamptz,
    ended_at      timestamptz,
    retired_at    timestamptz,
    -- When the vault's job must look at it next.
    due_at        timestamptz,
    PRIMARY KEY (tenant_id, kind, version),
    CHECK (sealed IS NOT NULL OR state IN ('superseded', 'revoked', 'failed')),
    CHECK (sealed IS NULL OR retired_at IS NULL),
    CHECK ((ended_at IS NULL) = (state IN ('pending', 'active')))
);

CREATE UNIQUE INDEX credentials_one_active ON credentials (tenant_id, kind) WHERE state = 'active';
CREATE UNIQUE INDEX credentials_one_pending ON credentials (tenant_id, kind) WHERE state = 'pending';
CREATE INDEX credentials_due ON credentials (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX credentials_server ON credentials (server_url) WHERE retired_at IS NULL;

ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;
ALTER TABLE credentials FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON credentials TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON credentials FOR SELECT TO ${poller} USING (retired_at IS NULL);
CREATE POLICY definer_any ON credentials FOR SELECT TO ${definer} USING (true);
GRANT SELECT, INSERT, UPDATE (state, sealed, verified_at, ended_at, retired_at, due_at) ON credentials TO ${app};
GRANT SELECT (tenant_id, retired_at, due_at) ON credentials TO ${poller};
GRANT SELECT (tenant_id, server_url, retired_at) ON credentials TO ${definer};

-- A deleted tenant's credentials are due as well: its data key is gone.
CREATE POLICY poller_destroyed ON tenant_data_keys FOR SELECT TO ${poller} USING (destroyed_at IS NOT NULL);
GRANT SELECT (tenant_id, destroyed_at) ON tenant_data_keys TO ${poller};

-- A directory table: the key is the fingerprint, because its point is that no second tenant can have it (I1).
CREATE TABLE credential_fingerprints (
    fingerprint bytea PRIMARY KEY CHECK (octet_length(fingerprint) = 32),
    tenant_id   text        NOT NULL,
    part        text        NOT NULL CHECK (part IN ('url', 'project', 'secret', 'key')),
    claimed_at  timestamptz NOT NULL,
    -- A key id is public and proves nothing: only the platform's own can be claimed.
    CHECK (part <> 'key' OR tenant_id = 'ten_platform')
);

CREATE INDEX credential_fingerprints_tenant ON credential_fingerprints (tenant_id);

ALTER TABLE credential_fingerprints ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential_fingerprints FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON credential_fingerprints TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_any ON credential_fingerprints FOR SELECT TO ${definer} USING (true);
GRANT SELECT, INSERT, DELETE ON credential_fingerprints TO ${app};
GRANT SELECT (fingerprint, tenant_id) ON credential_fingerprints TO ${definer};

-- Which of these are somebody else's. Never whose.
CREATE FUNCTION fingerprints_of_others(p_fingerprints bytea[]) RETURNS SETOF bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = stagedoor, pg_temp
    AS $$
SELECT fingerprint FROM credential_fingerprints
 WHERE fingerprint = ANY (p_fingerprints) AND tenant_id IS DISTINCT FROM current_tenant()
$$;

-- Servers that an operator marked as shared: rows of the platform.
CREATE TABLE shared_servers (
    tenant_id  text        NOT NULL CHECK (tenant_id = 'ten_platform'),
    server_url text        NOT NULL,
    note       text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, server_url)
);

ALTER TABLE shared_servers ENABLE ROW LEVEL SECURITY;
ALTER TABLE shared_servers FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON shared_servers TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_any ON shared_servers FOR SELECT TO ${definer} USING (true);
GRANT SELECT, INSERT, UPDATE (note), DELETE ON shared_servers TO ${app};
GRANT SELECT (server_url) ON shared_servers TO ${definer};

CREATE FUNCTION server_is_shared(p_url text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = stagedoor, pg_temp
    AS $$ SELECT EXISTS (SELECT FROM shared_servers WHERE server_url = p_url) $$;

-- How many tenants have credentials for the server, and whether one of them holds its url: for the platform only.
CREATE FUNCTION server_use(p_url text, p_fingerprint bytea) RETURNS TABLE (tenants bigint, claimed boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = stagedoor, pg_temp
    AS $$
SELECT (SELECT count(DISTINCT c.tenant_id) FROM credentials c WHERE c.server_url = p_url AND c.retired_at IS NULL),
       EXISTS (SELECT FROM credential_fingerprints f WHERE f.fingerprint = p_fingerprint)
 WHERE current_tenant() = 'ten_platform'
$$;

REVOKE ALL ON FUNCTION fingerprints_of_others(bytea[]), server_is_shared(text), server_use(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fingerprints_of_others(bytea[]), server_is_shared(text), server_use(text, bytea) TO ${app};

ALTER FUNCTION fingerprints_of_others(bytea[]) OWNER TO ${definer};
ALTER FUNCTION server_is_shared(text) OWNER TO ${definer};
ALTER FUNCTION server_use(text, bytea) OWNER TO ${definer};
