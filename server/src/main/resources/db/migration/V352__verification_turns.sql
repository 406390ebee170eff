-- One verification of a tenant at a time, and when the next nightly one is due.
CREATE TABLE verification_turns (
    tenant_id  text        PRIMARY KEY,
    -- A node that died holds its turn until then.
    held_until timestamptz NOT NULL,
    next_at    timestamptz NOT NULL DEFAULT 'infinity',
    -- When the tenant's own keys may ask again: others' servers are asked each time.
    own_after  timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE INDEX verification_turns_due ON verification_turns (tenant_id, next_at);

ALTER TABLE verification_turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE verification_turns FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON verification_turns TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON verification_turns FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON verification_turns TO ${app};
GRANT SELECT (tenant_id, next_at) ON verification_turns TO ${poller};

-- Which tenants have a LiveKit project at all.
GRANT SELECT (kind, state) ON credentials TO ${poller};
