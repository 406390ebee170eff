-- Which master keys are in use, with one data key of each: a node that starts proves with them that its own are the ones.

CREATE POLICY definer_reads ON tenant_data_keys FOR SELECT TO ${definer} USING (true);
GRANT SELECT (tenant_id, wrapped, kek_id, destroyed_at) ON tenant_data_keys TO ${definer};

CREATE FUNCTION directory_master_keys() RETURNS TABLE (kek_id text, tenant_id text, wrapped bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT DISTINCT ON (k.kek_id) k.kek_id, k.tenant_id, k.wrapped
          FROM tenant_data_keys k WHERE k.destroyed_at IS NULL ORDER BY k.kek_id, k.tenant_id
    $$;

ALTER FUNCTION directory_master_keys() OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_master_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_master_keys() TO ${directory};
