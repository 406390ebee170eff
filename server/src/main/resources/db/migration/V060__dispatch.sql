-- The dispatch row is its own job: whoever holds its lease drives it, and next_at says when.
CREATE TABLE dispatches (
    tenant_id    text        NOT NULL,
    dispatch_id  text        NOT NULL,
    room         text        NOT NULL,
    agent_name   text        NOT NULL,
    call_id      text,
    status       text        NOT NULL,
    state        jsonb       NOT NULL,
    asked        text,
    waits_for    text[]      NOT NULL,
    next_at      timestamptz NOT NULL,
    lease_until  timestamptz NOT NULL,
    fence        bigint      NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    PRIMARY KEY (tenant_id, dispatch_id)
);

-- At most one live dispatch per (tenant, room, agent name): a second request gets the first's receipt (D4). One that is on
-- its way out is no answer to anybody: a new one waits for it (waits_for), and is not driven before it is over.
CREATE UNIQUE INDEX dispatches_live ON dispatches (tenant_id, room, agent_name)
    WHERE status NOT IN ('ending', 'completed', 'failed') AND asked IS NULL;
CREATE INDEX dispatches_due ON dispatches (next_at) WHERE status NOT IN ('completed', 'failed');
CREATE INDEX dispatches_of_call ON dispatches (tenant_id, call_id) WHERE call_id IS NOT NULL;
CREATE INDEX dispatches_of_room ON dispatches (tenant_id, room, agent_name, ended_at);

CREATE TABLE dispatch_receipts (
    tenant_id   text        NOT NULL,
    dispatch_id text        NOT NULL,
    line        int         NOT NULL,
    at          timestamptz NOT NULL,
    status      text        NOT NULL,
    attempt     int         NOT NULL,
    identity    text,
    reason      text,
    PRIMARY KEY (tenant_id, dispatch_id, line)
);

ALTER TABLE dispatches ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispatches FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON dispatches TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE ON dispatches TO ${app};
CREATE POLICY poller_any ON dispatches FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, dispatch_id, status, next_at, lease_until) ON dispatches TO ${poller};

ALTER TABLE dispatch_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispatch_receipts FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON dispatch_receipts TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT ON dispatch_receipts TO ${app};
