-- Workers of tenants' agents that are run here: what is wanted, what runs, and which node sees to it.

-- Nodes that see to workers. The times are the database's: the nodes' clocks may differ. Rows of the platform.
CREATE TABLE launch_nodes (
    tenant_id text        NOT NULL,
    node      text        NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, node)
) WITH (fillfactor = 50);

ALTER TABLE launch_nodes ENABLE ROW LEVEL SECURITY;
ALTER TABLE launch_nodes FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON launch_nodes TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_nodes ON launch_nodes FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, DELETE ON launch_nodes TO ${app};
GRANT UPDATE (seen_at) ON launch_nodes TO ${app};
GRANT SELECT (tenant_id, node, seen_at) ON launch_nodes TO ${poller};

-- What is wanted for an agent.
CREATE TABLE worker_pools (
    tenant_id  text        NOT NULL,
    agent      text        NOT NULL,
    runtime    text        NOT NULL,
    spec       jsonb       NOT NULL,
    fewest     int         NOT NULL,
    most       int         NOT NULL,
    replicas   int         NOT NULL,
    -- The newest generation.
    generation bigint      NOT NULL DEFAULT 0,
    -- Rises when there is a reason to look.
    changes    bigint      NOT NULL DEFAULT 1,
    -- The node that sees to it, if it lives; the fence rises each time it changes hands.
    node       text        NOT NULL DEFAULT '',
    fence      bigint      NOT NULL DEFAULT 0,
    -- Deleted: gone once its last worker is.
    ending     boolean     NOT NULL DEFAULT false,
    -- Why none run, for people.
    problem    text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, agent)
) WITH (fillfactor = 80);

ALTER TABLE worker_pools ENABLE ROW LEVEL SECURITY;
ALTER TABLE worker_pools FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON worker_pools TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_pools ON worker_pools FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_pools TO ${app};
GRANT SELECT (tenant_id, agent, runtime, changes, node, fence) ON worker_pools TO ${poller};

-- What workers were started with.
CREATE TABLE worker_generations (
    tenant_id   text        NOT NULL,
    agent       text        NOT NULL,
    number      bigint      NOT NULL,
    inputs      jsonb       NOT NULL,
    -- Until when it may finish its calls; null while it is wanted.
    drain_until timestamptz,
    -- Unrequested ends in a row, and when the next start is tried.
    failures    int         NOT NULL DEFAULT 0,
    retry_at    timestamptz,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, agent, number)
);

ALTER TABLE worker_generations ENABLE ROW LEVEL SECURITY;
ALTER TABLE worker_generations FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON worker_generations TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON worker_generations TO ${app};
GRANT UPDATE (drain_until, failures, retry_at) ON worker_generations TO ${app};

-- Workers as they were last seen.
CREATE TABLE workers (
    tenant_id          text        NOT NULL,
    worker_id          text        NOT NULL,
    agent              text        NOT NULL,
    generation         bigint      NOT NULL,
    runtime            text        NOT NULL,
    -- What the runtime calls it.
    name               text        NOT NULL,
    -- The node that saw it.
    node               text        NOT NULL,
    credential_version bigint      NOT NULL,
    state              text        NOT NULL CHECK (state IN ('starting', 'ready', 'draining', 'ended')),
    -- Somebody asked for its end.
    dismissed          boolean     NOT NULL DEFAULT false,
    started_at         timestamptz NOT NULL,
    ready_at           timestamptz,
    ended_at           timestamptz,
    exit_code          int,
    why                text,
    restarts           int         NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, worker_id),
    UNIQUE (tenant_id, agent, generation, name)
);
CREATE INDEX workers_ended ON workers (tenant_id, agent, ended_at) WHERE state = 'ended';

ALTER TABLE workers ENABLE ROW LEVEL SECURITY;
ALTER TABLE workers FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON workers TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON workers TO ${app};
GRANT UPDATE (node, state, dismissed, ready_at, ended_at, exit_code, why, restarts) ON workers TO ${app};

-- Whatever changes a tenant's credentials, agents or status is a reason to look at its workers, whichever feature and version
-- does it.
CREATE FUNCTION workers_concerned() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = stagedoor, pg_temp
    AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE worker_pools SET changes = changes + 1 WHERE tenant_id = OLD.tenant_id;
        RETURN OLD;
    END IF;
    UPDATE worker_pools SET changes = changes + 1 WHERE tenant_id = NEW.tenant_id;
    RETURN NEW;
END
$$;

REVOKE ALL ON FUNCTION workers_concerned() FROM PUBLIC;

CREATE TRIGGER workers_concerned AFTER UPDATE OF state ON credentials
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION workers_concerned();
CREATE TRIGGER workers_concerned AFTER UPDATE OF status ON tenants
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION workers_concerned();
CREATE TRIGGER workers_concerned AFTER UPDATE OF agent_name ON agents
    FOR EACH ROW WHEN (OLD.agent_name IS DISTINCT FROM NEW.agent_name) EXECUTE FUNCTION workers_concerned();
CREATE TRIGGER workers_bereft AFTER DELETE ON agents
    FOR EACH ROW EXECUTE FUNCTION workers_concerned();
