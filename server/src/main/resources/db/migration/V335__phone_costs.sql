-- What calls by phone cost: a row for each leg of a call that has a price, which applies as it was when the leg began.
CREATE TABLE phone_costs (
    tenant_id         text        NOT NULL,
    -- The call's id, or the transfer's.
    leg_id            text        NOT NULL,
    call_id           text        NOT NULL,
    kind              text        NOT NULL,
    prefix            text        NOT NULL,
    per_minute_micros bigint      NOT NULL,
    fee_micros        bigint      NOT NULL,
    minimum_seconds   integer     NOT NULL,
    step_seconds      integer     NOT NULL,
    longest_seconds   bigint      NOT NULL,
    -- What it may cost at most, until it is settled; 0 where nothing limits it.
    held_micros       bigint      NOT NULL,
    begun_at          timestamptz NOT NULL,
    -- When somebody looks whether it is over.
    due_at            timestamptz NOT NULL,
    settled_at        timestamptz,
    seconds           bigint,
    billed_seconds    bigint,
    cost_micros       bigint,
    PRIMARY KEY (tenant_id, leg_id)
);
CREATE INDEX phone_costs_call ON phone_costs (tenant_id, call_id);
CREATE INDEX phone_costs_due ON phone_costs (tenant_id, due_at) WHERE settled_at IS NULL;
CREATE INDEX phone_costs_begun ON phone_costs (tenant_id, begun_at);
ALTER TABLE phone_costs ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_costs FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON phone_costs TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON phone_costs FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, DELETE ON phone_costs TO ${app};
GRANT UPDATE (due_at, held_micros, settled_at, seconds, billed_seconds, cost_micros) ON phone_costs TO ${app};
GRANT SELECT (tenant_id, leg_id, due_at, settled_at) ON phone_costs TO ${poller};

-- The same summed up for each day of UTC, by when legs began: the caps on spend are held to it. Only changes, which hold the
-- tenant's ledger row, write it.
CREATE TABLE phone_spend (
    tenant_id    text   NOT NULL,
    day          date   NOT NULL,
    spent_micros bigint NOT NULL,
    held_micros  bigint NOT NULL,
    PRIMARY KEY (tenant_id, day)
);
ALTER TABLE phone_spend ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_spend FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON phone_spend TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON phone_spend TO ${app};
