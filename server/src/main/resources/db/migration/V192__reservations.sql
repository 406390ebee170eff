-- What tokens that name an agent for a room may still bring about: LiveKit sends the agent when one of their holders is the
-- first to enter. A row lasts as long as one of these tokens admits.
CREATE TABLE reservations (
    tenant_id          text        NOT NULL,
    room               text        NOT NULL,
    agent_name         text        NOT NULL,
    agent_slug         text        NOT NULL,
    -- As the token has it, for the agent.
    metadata           text        NOT NULL,
    call_id            text        NOT NULL,
    -- Whether the agent's dispatch has been taken over for that call.
    adopted            boolean     NOT NULL,
    identities         text[]      NOT NULL,
    credential_version bigint      NOT NULL,
    granted_at         timestamptz NOT NULL,
    admits_until       timestamptz NOT NULL,
    look_at            timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, room, agent_name)
);

CREATE INDEX reservations_due ON reservations (look_at);

ALTER TABLE reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE reservations FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON reservations TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON reservations TO ${app};
CREATE POLICY poller_any ON reservations FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, look_at) ON reservations TO ${poller};
