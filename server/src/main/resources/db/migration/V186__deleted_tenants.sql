-- Deleted tenants, for operators: their chains and receipts outlive them.

-- The deleted tenant of that slug or id.
CREATE FUNCTION directory_deleted_tenant(p_name text) RETURNS TABLE (tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT t.tenant_id FROM tenants t
         WHERE t.status = 'deleted'
           AND t.tenant_id = COALESCE((SELECT s.tenant_id FROM tenant_slugs s WHERE s.slug = p_name), p_name)
    $$;

-- A page of the deleted tenants, oldest first.
CREATE FUNCTION directory_deleted_tenants(p_after text, p_limit int)
    RETURNS TABLE (tenant_id text, slug text, deleted_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT t.tenant_id, t.slug, t.deleted_at FROM tenants t
         WHERE t.status = 'deleted' AND t.tenant_id > p_after
         ORDER BY t.tenant_id
         LIMIT p_limit
    $$;

ALTER FUNCTION directory_deleted_tenant(text) OWNER TO ${definer};
ALTER FUNCTION directory_deleted_tenants(text, int) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_deleted_tenant(text), directory_deleted_tenants(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_deleted_tenant(text), directory_deleted_tenants(text, int) TO ${directory};
