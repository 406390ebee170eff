-- What a call in progress that belongs to no run holds, and of which accounts. Its node renews it; one that is due has lost
-- its node, and counts in full.
CREATE TABLE model_call_holds (
    tenant_id text        NOT NULL,
    hold_id   text        NOT NULL,
    accounts  text[]      NOT NULL,
    tokens    bigint      NOT NULL,
    micros    bigint      NOT NULL,
    due_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, hold_id)
);
CREATE INDEX model_call_holds_due ON model_call_holds (tenant_id, due_at);

ALTER TABLE model_call_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_call_holds FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON model_call_holds TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON model_call_holds TO ${app};
GRANT UPDATE (due_at) ON model_call_holds TO ${app};
CREATE POLICY poller_any ON model_call_holds FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, hold_id, due_at) ON model_call_holds TO ${poller};
