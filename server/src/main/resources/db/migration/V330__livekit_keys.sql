-- Whose a LiveKit API key may be: a webhook names its key before anything else is known. Those who had one first come first,
-- so that nobody is crowded out of the few that are looked at.
CREATE FUNCTION directory_livekit_keys(p_key text, p_most integer) RETURNS TABLE (tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT c.tenant_id FROM credentials c
           WHERE c.kind = 'livekit' AND c.attributes ->> 'api_key' = p_key
             AND c.state IN ('active', 'superseded') AND c.retired_at IS NULL
           GROUP BY c.tenant_id ORDER BY min(c.created_at) LIMIT p_most $$;

ALTER FUNCTION directory_livekit_keys(text, integer) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_livekit_keys(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_livekit_keys(text, integer) TO ${directory};
GRANT SELECT (kind, attributes, state, created_at) ON credentials TO ${definer};

CREATE INDEX credentials_livekit_key ON credentials ((attributes ->> 'api_key'))
    WHERE kind = 'livekit' AND retired_at IS NULL;
