-- The ledger: one row per tenant orders everything that matters, and every grant and change is an entry of its chain.

CREATE TABLE tenant_ledger (
    tenant_id        text PRIMARY KEY,
    epoch            bigint      NOT NULL DEFAULT 1,
    seq              bigint      NOT NULL DEFAULT 0,
    hash             bytea       NOT NULL CHECK (length(hash) = 32),
    window_start     timestamptz NOT NULL DEFAULT 'epoch',
    tokens_used      bigint      NOT NULL DEFAULT 0 CHECK (tokens_used >= 0),
    dispatches_used  bigint      NOT NULL DEFAULT 0 CHECK (dispatches_used >= 0),
    seconds_used     bigint      NOT NULL DEFAULT 0 CHECK (seconds_used >= 0),
    seconds_reserved bigint      NOT NULL DEFAULT 0 CHECK (seconds_reserved >= 0),
    calls_open       int         NOT NULL DEFAULT 0 CHECK (calls_open >= 0),
    last_expiry      timestamptz NOT NULL DEFAULT 'epoch'
) WITH (fillfactor = 50);

CREATE TABLE audit_entries (
    tenant_id  text        NOT NULL,
    seq        bigint      NOT NULL,
    entry_id   text        NOT NULL,
    at         timestamptz NOT NULL,
    action     text        NOT NULL,
    actor      text        NOT NULL,
    target     text        NOT NULL,
    request_id text        NOT NULL,
    detail     text        NOT NULL,
    prev_hash  bytea       NOT NULL,
    hash       bytea       NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);

ALTER TABLE tenant_ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_ledger FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;

-- A pooled connection returns '' after SET LOCAL has ended: NULLIF makes that "no tenant", not an error.
CREATE FUNCTION current_tenant() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('stagedoor.tenant', true), '') $$;

CREATE POLICY app_tenant ON tenant_ledger TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY app_tenant ON audit_entries TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY lane_any ON tenant_ledger TO ${lane} USING (true);
CREATE POLICY lane_any ON audit_entries TO ${lane} USING (true);

-- Entries are never changed nor deleted, rows never deleted; only a change (app) raises an epoch.
GRANT SELECT, INSERT ON tenant_ledger TO ${app};
GRANT UPDATE (epoch, seq, hash, window_start, tokens_used, dispatches_used, seconds_used, seconds_reserved, calls_open,
              last_expiry) ON tenant_ledger TO ${app};
GRANT SELECT, INSERT ON audit_entries TO ${app};
GRANT SELECT ON tenant_ledger TO ${lane};
GRANT UPDATE (seq, hash, window_start, tokens_used, dispatches_used, seconds_used, seconds_reserved, calls_open,
              last_expiry) ON tenant_ledger TO ${lane};
GRANT SELECT, INSERT ON audit_entries TO ${lane};

-- Opens a tenant's transaction: binds row-level security to the tenant and returns its ledger row, locked if asked for,
-- with the platform's epoch beside it (an operator's key is proved by that). One statement, one round trip. The platform's
-- epoch is read after the lock, so that a key revoked while the transaction waited is known to be.
CREATE FUNCTION open_tenant(p_tenant text, p_lock boolean)
    RETURNS TABLE (platform_epoch bigint, epoch bigint, seq bigint, hash bytea, window_start timestamptz,
                   tokens_used bigint, dispatches_used bigint, seconds_used bigint, seconds_reserved bigint,
                   calls_open int, last_expiry timestamptz)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
DECLARE
    v_row      tenant_ledger%ROWTYPE;
    v_platform bigint;
BEGIN
    PERFORM set_config('stagedoor.tenant', p_tenant, true);
    IF p_lock THEN
        SELECT * INTO v_row FROM tenant_ledger l WHERE l.tenant_id = p_tenant FOR UPDATE;
    ELSE
        SELECT * INTO v_row FROM tenant_ledger l WHERE l.tenant_id = p_tenant;
    END IF;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM set_config('stagedoor.tenant', 'ten_platform', true);
    SELECT l.epoch INTO v_platform FROM tenant_ledger l WHERE l.tenant_id = 'ten_platform';
    PERFORM set_config('stagedoor.tenant', p_tenant, true);
    RETURN QUERY SELECT v_platform, v_row.epoch, v_row.seq, v_row.hash, v_row.window_start, v_row.tokens_used,
                        v_row.dispatches_used, v_row.seconds_used, v_row.seconds_reserved, v_row.calls_open,
                        v_row.last_expiry;
END
$$;

-- The first transaction of a new tenant: makes its row, then as open_tenant. Its chain begins at SHA-256 of its id.
CREATE FUNCTION found_tenant(p_tenant text)
    RETURNS TABLE (platform_epoch bigint, epoch bigint, seq bigint, hash bytea, window_start timestamptz,
                   tokens_used bigint, dispatches_used bigint, seconds_used bigint, seconds_reserved bigint,
                   calls_open int, last_expiry timestamptz)
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM set_config('stagedoor.tenant', p_tenant, true);
    INSERT INTO tenant_ledger (tenant_id, hash) VALUES (p_tenant, sha256(convert_to(p_tenant, 'UTF8')));
    RETURN QUERY SELECT * FROM open_tenant(p_tenant, true);
END
$$;

REVOKE ALL ON FUNCTION current_tenant(), open_tenant(text, boolean), found_tenant(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_tenant(), open_tenant(text, boolean), found_tenant(text) TO ${app};
GRANT EXECUTE ON FUNCTION current_tenant() TO ${lane}, ${poller}, ${definer};

-- The platform itself is a row, from the start.
INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('ten_platform', sha256('ten_platform'::bytea));
