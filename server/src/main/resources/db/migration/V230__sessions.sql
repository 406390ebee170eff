-- A session of a tenant's app user. By its token the user gets short-lived tokens for agents.
CREATE TABLE sessions (
    tenant_id   text        NOT NULL,
    session_id  text        NOT NULL,
    user_id     text        NOT NULL,
    device      text        NOT NULL,
    -- By what it was opened: an API key of the tenant (key) or of the platform (operator), or a host name.
    maker         text        NOT NULL,
    maker_id      text        NOT NULL,
    -- SHA-256 of its token, and of the one before.
    hash          bytea       NOT NULL,
    previous_hash bytea,
    replaced_at   timestamptz,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    PRIMARY KEY (tenant_id, session_id)
);
CREATE INDEX sessions_of_user ON sessions (tenant_id, user_id, session_id);
CREATE INDEX sessions_ended ON sessions (tenant_id, expires_at);

-- The tokens that sessions have and had: one that was replaced long ago was stolen, if it is used again.
CREATE TABLE session_tokens (
    tenant_id  text        NOT NULL,
    hash       bytea       NOT NULL UNIQUE,
    session_id text        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, hash),
    FOREIGN KEY (tenant_id, session_id) REFERENCES sessions ON DELETE CASCADE
);
CREATE INDEX session_tokens_of_session ON session_tokens (tenant_id, session_id);

-- The host names at which tenants' users sign in.
CREATE TABLE session_hosts (
    tenant_id  text        NOT NULL,
    name       text        NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

-- The platform's keys for those tokens, sealed by its data key. One signs; the others' tokens are valid to their end.
CREATE TABLE signing_keys (
    tenant_id  text        NOT NULL,
    key_id     text        NOT NULL,
    public_key bytea       NOT NULL,
    sealed     bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    signs_from timestamptz NOT NULL,
    -- Tokens that it signed are refused from then on; null while it signs.
    ends_at    timestamptz,
    PRIMARY KEY (tenant_id, key_id)
);

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON sessions TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON sessions TO ${app};
GRANT UPDATE (revoked_at, hash, previous_hash, replaced_at) ON sessions TO ${app};

ALTER TABLE session_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON session_tokens TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_reads ON session_tokens FOR SELECT TO ${definer} USING (true);
GRANT SELECT, INSERT, DELETE ON session_tokens TO ${app};
GRANT SELECT (hash, tenant_id, session_id) ON session_tokens TO ${definer};

ALTER TABLE session_hosts ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_hosts FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON session_hosts TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY definer_reads ON session_hosts FOR SELECT TO ${definer} USING (true);
GRANT SELECT, INSERT, DELETE ON session_hosts TO ${app};
GRANT SELECT (name, tenant_id) ON session_hosts TO ${definer};

ALTER TABLE signing_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE signing_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON signing_keys TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON signing_keys TO ${app};
GRANT UPDATE (ends_at) ON signing_keys TO ${app};

-- Whose sessions these are, for the hashes that are somebody's.
CREATE FUNCTION directory_sessions(p_hashes bytea[]) RETURNS TABLE (hash bytea, tenant_id text, session_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT s.hash, s.tenant_id, s.session_id FROM session_tokens s WHERE s.hash = ANY (p_hashes) $$;

ALTER FUNCTION directory_sessions(bytea[]) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_sessions(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_sessions(bytea[]) TO ${directory};

-- Whose host names these are, for those that are somebody's.
CREATE FUNCTION directory_hosts(p_names text[]) RETURNS TABLE (name text, tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT h.name, h.tenant_id FROM session_hosts h WHERE h.name = ANY (p_names) $$;

ALTER FUNCTION directory_hosts(text[]) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_hosts(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_hosts(text[]) TO ${directory};
