-- How many tokens were minted, by quarter of an hour, which is the step of the world's time zones, and by the agent they are for; up to
-- the entry of the tenant's chain that was counted last.
CREATE TABLE token_counts (
    tenant_id  text        NOT NULL,
    quarter    timestamptz NOT NULL,
    -- Empty where the token names no agent.
    agent_slug text        NOT NULL,
    tokens     bigint      NOT NULL,
    PRIMARY KEY (tenant_id, quarter, agent_slug)
);
CREATE TABLE token_counted (
    tenant_id text   PRIMARY KEY,
    seq       bigint NOT NULL
);

ALTER TABLE token_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE token_counts FORCE ROW LEVEL SECURITY;
ALTER TABLE token_counted ENABLE ROW LEVEL SECURITY;
ALTER TABLE token_counted FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON token_counts TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY app_tenant ON token_counted TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_behind ON token_counted FOR SELECT TO ${poller} USING (true);
CREATE POLICY poller_behind ON tenant_ledger FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON token_counts TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON token_counted TO ${app};
GRANT SELECT ON token_counted TO ${poller};
GRANT SELECT (tenant_id, seq) ON tenant_ledger TO ${poller};
