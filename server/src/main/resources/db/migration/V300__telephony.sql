-- Phone calls: to whom a called number belongs, what tenants allow callers, and each call's own facts.

CREATE FUNCTION directory_numbers(p_numbers text[]) RETURNS TABLE (number text, tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = stagedoor, pg_temp
    AS $$ SELECT n.number, n.tenant_id FROM numbers n
           WHERE n.number = ANY (p_numbers) AND n.confirmed_at IS NOT NULL $$;

ALTER FUNCTION directory_numbers(text[]) OWNER TO ${definer};
REVOKE ALL ON FUNCTION directory_numbers(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory_numbers(text[]) TO ${directory};
CREATE POLICY definer_reads ON numbers FOR SELECT TO ${definer} USING (true);
GRANT SELECT (number, tenant_id, confirmed_at) ON numbers TO ${definer};

CREATE TABLE phone_settings (
    tenant_id  text        NOT NULL PRIMARY KEY,
    settings   text        NOT NULL,
    updated_at timestamptz NOT NULL
);
ALTER TABLE phone_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON phone_settings TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON phone_settings TO ${app};

-- One row for each call that came by phone; the call itself is in calls.
CREATE TABLE phone_calls (
    tenant_id     text        NOT NULL,
    call_id       text        NOT NULL,
    direction     text        NOT NULL,
    -- Who told us of it (sip_webhook, twilio, …), and its id there.
    via           text        NOT NULL,
    external_id   text        NOT NULL,
    caller        text        NOT NULL,
    called        text        NOT NULL,
    trunk_id      text,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, call_id)
);
-- A call is told of once, however often its sender repeats that.
CREATE UNIQUE INDEX phone_calls_external ON phone_calls (tenant_id, via, external_id);
-- How often somebody has called lately, and how often a number was.
CREATE INDEX phone_calls_caller ON phone_calls (tenant_id, caller, created_at);
CREATE INDEX phone_calls_called ON phone_calls (tenant_id, called, created_at);
ALTER TABLE phone_calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_calls FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON phone_calls TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON phone_calls TO ${app};
GRANT UPDATE (call_id, created_at) ON phone_calls TO ${app};

-- Signatures that were seen lately: a request with one of them is a replay.
CREATE TABLE webhook_signatures (
    tenant_id text        NOT NULL,
    signature bytea       NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, signature)
);
CREATE INDEX webhook_signatures_age ON webhook_signatures (tenant_id, seen_at);
ALTER TABLE webhook_signatures ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_signatures FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON webhook_signatures TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON webhook_signatures TO ${app};
