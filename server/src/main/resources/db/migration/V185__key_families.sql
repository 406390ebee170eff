-- Which key made a key, and whose rate limit it shares: a key neither outlives nor exceeds its maker. An operator's key makes
-- keys of tenants too, so made_by may name a key of the platform. Rows of the version before have no maker.

ALTER TABLE api_keys
    ADD COLUMN made_by  text,
    ADD COLUMN limit_of text;

CREATE INDEX api_keys_made_by ON api_keys (tenant_id, made_by) WHERE made_by IS NOT NULL;

CREATE POLICY definer_reads ON api_keys FOR SELECT TO ${definer} USING (true);
GRANT SELECT (tenant_id, made_by) ON api_keys TO ${definer};

-- The tenants of which these keys of operators made keys.
CREATE FUNCTION directory_made_for(p_makers text[]) RETURNS TABLE (tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT DISTINCT k.tenant_id FROM api_keys k
         WHERE k.made_by = ANY (p_makers) AND k.tenant_id <> 'ten_platform'
         ORDER BY 1
    $$;

ALTER FUNCTION directory_made_for(text[]) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_made_for(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_made_for(text[]) TO ${directory};
