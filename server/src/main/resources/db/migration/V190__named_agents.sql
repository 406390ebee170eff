-- The identity of the agent in the room. A worker may choose one that a user could ask for, so a token for that room must
-- not have it. Generated from the state: rows of a node one version older have it too.
ALTER TABLE dispatches ADD COLUMN agent_identity text GENERATED ALWAYS AS (state->>'joined') STORED;

CREATE INDEX dispatches_named_agents ON dispatches (tenant_id)
    WHERE status NOT IN ('completed', 'failed') AND agent_identity NOT LIKE 'agent-%';
