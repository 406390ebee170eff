-- Tenants, their users as far as they were revoked, and evictions.

CREATE TABLE tenants (
    tenant_id    text PRIMARY KEY,
    slug         text        NOT NULL,
    name         text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    policy       jsonb       NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    suspended_at timestamptz,
    deleted_at   timestamptz
);

-- A directory: which tenant a slug is, or was. Nobody may delete or change a row, so that no slug is given twice.
CREATE TABLE tenant_slugs (
    slug      text PRIMARY KEY,
    tenant_id text NOT NULL
);

CREATE TABLE app_users (
    tenant_id  text        NOT NULL,
    user_id    text        NOT NULL,
    revoked    boolean     NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);

-- Whoever is to be kept out of rooms until the last token that would let him in has ended.
CREATE TABLE evictions (
    tenant_id   text        NOT NULL,
    eviction_id text        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('tenant', 'user', 'participant')),
    room        text        NOT NULL,
    subject     text        NOT NULL,
    until       timestamptz NOT NULL,
    since_seq   bigint      NOT NULL, -- the tenant's chain when it began: a grant after that lets a participant in again
    created_at  timestamptz NOT NULL,
    next_look   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, eviction_id),
    UNIQUE (tenant_id, kind, room, subject)
);
CREATE INDEX evictions_due ON evictions (next_look);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_slugs ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_slugs FORCE ROW LEVEL SECURITY;
ALTER TABLE app_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE app_users FORCE ROW LEVEL SECURITY;
ALTER TABLE evictions ENABLE ROW LEVEL SECURITY;
ALTER TABLE evictions FORCE ROW LEVEL SECURITY;

CREATE POLICY app_tenant ON tenants TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY app_tenant ON tenant_slugs TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY app_tenant ON app_users TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY app_tenant ON evictions TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_reads ON tenants FOR SELECT TO ${definer} USING (true);
CREATE POLICY definer_reads ON tenant_slugs FOR SELECT TO ${definer} USING (true);
CREATE POLICY poller_due ON evictions FOR SELECT TO ${poller} USING (true);

GRANT SELECT, INSERT ON tenants TO ${app};
GRANT UPDATE (name, status, policy, updated_at, suspended_at, deleted_at) ON tenants TO ${app};
GRANT INSERT, SELECT ON tenant_slugs TO ${app};
GRANT SELECT, INSERT, DELETE ON app_users TO ${app};
GRANT UPDATE (revoked, changed_at) ON app_users TO ${app};
GRANT SELECT, INSERT, DELETE ON evictions TO ${app};
GRANT UPDATE (until, since_seq, next_look) ON evictions TO ${app};
GRANT SELECT (tenant_id, slug, name, status, policy, created_at, updated_at, suspended_at, deleted_at)
    ON tenants TO ${definer};
GRANT SELECT (slug, tenant_id) ON tenant_slugs TO ${definer};
GRANT SELECT (tenant_id, eviction_id, next_look) ON evictions TO ${poller};

-- The living tenant of that slug or id.
CREATE FUNCTION directory_tenant(p_name text) RETURNS TABLE (tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT t.tenant_id FROM tenants t
         WHERE t.status <> 'deleted'
           AND t.tenant_id = COALESCE((SELECT s.tenant_id FROM tenant_slugs s WHERE s.slug = p_name), p_name)
    $$;

-- A page of the living tenants, oldest first, for operators.
CREATE FUNCTION directory_tenants(p_after text, p_limit int)
    RETURNS TABLE (tenant_id text, slug text, name text, status text, policy text, created_at timestamptz,
                   updated_at timestamptz, suspended_at timestamptz, deleted_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT t.tenant_id, t.slug, t.name, t.status, t.policy::text, t.created_at, t.updated_at, t.suspended_at,
               t.deleted_at
          FROM tenants t
         WHERE t.status <> 'deleted' AND t.tenant_id > p_after
         ORDER BY t.tenant_id
         LIMIT p_limit
    $$;

ALTER FUNCTION directory_tenant(text) OWNER TO ${definer};
ALTER FUNCTION directory_tenants(text, int) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_tenant(text), directory_tenants(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_tenant(text), directory_tenants(text, int) TO ${directory};
