-- Which of these dispatches are live, and nobody has asked to end them: a worker's model lease ends with its dispatch.
CREATE FUNCTION directory_live_dispatches(p_tenants text[], p_dispatches text[])
    RETURNS TABLE (tenant_id text, dispatch_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$
        SELECT d.tenant_id, d.dispatch_id
          FROM unnest(p_tenants, p_dispatches) AS w (tenant_id, dispatch_id)
          JOIN dispatches d ON d.tenant_id = w.tenant_id AND d.dispatch_id = w.dispatch_id
         WHERE d.status NOT IN ('ending', 'completed', 'failed') AND d.asked IS NULL
    $$;

CREATE POLICY definer_reads ON dispatches FOR SELECT TO ${definer} USING (true);
GRANT SELECT (tenant_id, dispatch_id, status, asked) ON dispatches TO ${definer};

ALTER FUNCTION directory_live_dispatches(text[], text[]) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_live_dispatches(text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_live_dispatches(text[], text[]) TO ${directory};
