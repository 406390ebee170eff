-- Tenants whose usage reached another mark of a budget (half of it, four fifths, all), written by the commit that reached it: what
-- is to be told of it is due.
CREATE TABLE budget_crossings (
    tenant_id text PRIMARY KEY,
    due_at    timestamptz NOT NULL
);

ALTER TABLE budget_crossings ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_crossings FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON budget_crossings TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY lane_any ON budget_crossings TO ${lane} USING (true);
CREATE POLICY poller_due ON budget_crossings FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, DELETE ON budget_crossings TO ${app};
GRANT SELECT, INSERT ON budget_crossings TO ${lane};
GRANT SELECT ON budget_crossings TO ${poller};
