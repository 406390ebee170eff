-- The ledger: one row per tenant orders everything that matters, and every grant and change is an entry of its chain.

CREATE TABLE tenant_ledger (
    tenant_id        text PRIMARY KEY,
    epoch            bigint      NOT NULL DEFAULT 1,
    seq              bigint      NOT NULL DEFAULT 0,
    hash             bytea       NOT NULL,
    window_start     timestamptz NOT NULL DEFAULT 'epoch',
    tokens_used      bigint      NOT NULL DEFAULT 0,
    dispatches_used  bigint      NOT NULL DEFAULT 0,
    seconds_used     bigint      NOT NULL DEFAULT 0,
    seconds_reserved bigint      NOT NULL DEFAULT 0,
    calls_open       int         NOT NULL DEFAULT 0,
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

GRANT SELECT, INSERT, UPDATE ON tenant_ledger TO ${app};
GRANT SELECT, INSERT ON audit_entries TO ${app};
GRANT SELECT, UPDATE ON tenant_ledger TO ${lane};
GRANT SELECT, INSERT ON audit_entries TO ${lane};

-- Opens a tenant's transaction: binds row-level security to the tenant and returns its ledger row, locked if asked for,
-- with the platform's epoch beside it (an operator's key is proved by that). One statement, one round trip.
CREATE FUNCTION open_tenant(p_tenant text, p_lock boolean)
    RETURNS TABLE (platform_epoch bigint, row_epoch bigint, row_seq bigint, row_hash bytea, row_window_start timestamptz,
                   row_tokens_used bigint, row_dispatches_used bigint, row_seconds_used bigint,
                   row_seconds_reserved bigint, row_calls_open int, row_last_expiry timestamptz)
    LANGUAGE plpgsql
    AS $$
DECLARE
    v_platform bigint;
BEGIN
    PERFORM set_config('stagedoor.tenant', 'ten_platform', true);
    SELECT l.epoch INTO v_platform FROM tenant_ledger l WHERE l.tenant_id = 'ten_platform';
    PERFORM set_config('stagedoor.tenant', p_tenant, true);
    IF p_lock THEN
        RETURN QUERY SELECT v_platform, l.epoch, l.seq, l.hash, l.window_start, l.tokens_used, l.dispatches_used,
                            l.seconds_used, l.seconds_reserved, l.calls_open, l.last_expiry
                       FROM tenant_ledger l WHERE l.tenant_id = p_tenant FOR NO KEY UPDATE;
    ELSE
        RETURN QUERY SELECT v_platform, l.epoch, l.seq, l.hash, l.window_start, l.tokens_used, l.dispatches_used,
                            l.seconds_used, l.seconds_reserved, l.calls_open, l.last_expiry
                       FROM tenant_ledger l WHERE l.tenant_id = p_tenant;
    END IF;
END
$$;

REVOKE ALL ON FUNCTION current_tenant(), open_tenant(text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_tenant(), open_tenant(text, boolean) TO ${app};
GRANT EXECUTE ON FUNCTION current_tenant() TO ${lane}, ${poller}, ${definer};

-- The platform itself is a row, from the start.
INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('ten_platform', sha256('ten_platform'::bytea));
