-- Until when the tokens of a superseded version may last (null while calls still stand on it: that is found out when they
-- have ended), when it became active again by a rollback, and when its tenant was last told how old it is.
ALTER TABLE credentials ADD COLUMN drains_until timestamptz;
ALTER TABLE credentials ADD COLUMN reactivated_at timestamptz;
ALTER TABLE credentials ADD COLUMN age_told_at timestamptz;

-- The owner has no policy; only while the rows are filled may it see them.
ALTER TABLE credentials NO FORCE ROW LEVEL SECURITY;
UPDATE credentials SET drains_until = due_at WHERE state = 'superseded' AND retired_at IS NULL;
ALTER TABLE credentials FORCE ROW LEVEL SECURITY;

CREATE INDEX credentials_age ON credentials ((COALESCE(age_told_at, created_at))) WHERE state = 'active';
GRANT UPDATE (drains_until, reactivated_at, age_told_at) ON credentials TO ${app};
GRANT SELECT (state, created_at, age_told_at) ON credentials TO ${poller};

-- When parts of a credential that somebody else has are free at the earliest; null if one of them is still in use. For the
-- platform only, which knows its tenants: to a tenant nothing is said of another.
GRANT SELECT (state, due_at, claims) ON credentials TO ${definer};

CREATE FUNCTION claims_free_at(p_fingerprints bytea[]) RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = stagedoor, pg_temp
    AS $$
SELECT CASE WHEN bool_and(COALESCE(c.state IN ('superseded', 'revoked'), false)) THEN max(c.due_at) END
  FROM credential_fingerprints f
  LEFT JOIN credentials c
    ON c.tenant_id = f.tenant_id AND c.retired_at IS NULL AND f.fingerprint = ANY (c.claims)
 WHERE f.fingerprint = ANY (p_fingerprints) AND current_tenant() = 'ten_platform'
$$;

REVOKE ALL ON FUNCTION claims_free_at(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claims_free_at(bytea[]) TO ${app};
ALTER FUNCTION claims_free_at(bytea[]) OWNER TO ${definer};

-- When a key's tenant was last reminded that it expires, and last told how old it is.
ALTER TABLE api_keys ADD COLUMN reminded_at timestamptz;
ALTER TABLE api_keys ADD COLUMN age_told_at timestamptz;
CREATE INDEX api_keys_expiring ON api_keys (expires_at) WHERE expires_at IS NOT NULL AND revoked_at IS NULL;
CREATE INDEX api_keys_age ON api_keys ((COALESCE(age_told_at, created_at))) WHERE revoked_at IS NULL;
GRANT UPDATE (reminded_at, age_told_at) ON api_keys TO ${app};
CREATE POLICY poller_reminds ON api_keys FOR SELECT TO ${poller}
    USING (revoked_at IS NULL AND tenant_id <> 'ten_platform');
GRANT SELECT (tenant_id, created_at, expires_at, revoked_at, reminded_at, age_told_at) ON api_keys TO ${poller};
