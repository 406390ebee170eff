-- Before when what a tenant had was deleted, by kind: figures of earlier days would be too small, and are not told.
CREATE TABLE retention_marks (
    tenant_id text        NOT NULL,
    kind      text        NOT NULL,
    until     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind)
);
ALTER TABLE retention_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_marks FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON retention_marks TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON retention_marks TO ${app};
GRANT UPDATE (until) ON retention_marks TO ${app};

-- What is over, by when it ended.
CREATE INDEX calls_over ON calls (tenant_id, ended_at) WHERE ended_at IS NOT NULL AND NOT closes_room;
CREATE INDEX dispatches_over ON dispatches (tenant_id, ended_at)
    WHERE status IN ('completed', 'failed') AND NOT watched;
GRANT SELECT (ended_at) ON dispatches TO ${poller};
CREATE POLICY poller_age ON participants FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, joined_at) ON participants TO ${poller};
