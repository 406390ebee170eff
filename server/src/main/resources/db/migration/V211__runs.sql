CREATE TABLE runs (
    tenant_id       text        NOT NULL,
    run_id          text        NOT NULL,
    pattern         text        NOT NULL,
    status          text        NOT NULL,
    -- Agents, prompts and task, for whoever continues the run.
    definition      jsonb       NOT NULL,
    collects        boolean     NOT NULL,
    resumes         boolean     NOT NULL,
    limited         boolean     NOT NULL,
    user_id         text        NOT NULL,
    profile_id      text        NOT NULL,
    profile_version bigint      NOT NULL,
    provider        text        NOT NULL,
    -- Which node executes it, until when, and the number of times it was taken: a store with an older number is refused.
    node            text        NOT NULL,
    fence           bigint      NOT NULL,
    lease_until     timestamptz NOT NULL,
    cancel_asked    boolean     NOT NULL DEFAULT false,
    error           text,
    detail          text,
    created_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    PRIMARY KEY (tenant_id, run_id)
);

CREATE INDEX runs_due ON runs (tenant_id, lease_until) WHERE status = 'running';
-- Which of a node's runs are to stop: looked up many times a second, and nearly always empty.
CREATE INDEX runs_cancelled ON runs (node) WHERE status = 'running' AND cancel_asked;

CREATE TABLE run_steps (
    tenant_id text        NOT NULL,
    run_id    text        NOT NULL,
    position  int         NOT NULL,
    step_key  text        NOT NULL,
    agent     text        NOT NULL,
    activity  text        NOT NULL,
    -- JSON, as text: its order is kept, and a model may say what jsonb cannot hold.
    answer    text        NOT NULL,
    input_tokens         bigint NOT NULL,
    output_tokens        bigint NOT NULL,
    cache_written_tokens bigint NOT NULL,
    cache_read_tokens    bigint NOT NULL,
    cost_micros          bigint NOT NULL,
    ended_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, run_id, step_key),
    FOREIGN KEY (tenant_id, run_id) REFERENCES runs ON DELETE CASCADE
);

CREATE INDEX run_steps_by_time ON run_steps (tenant_id, ended_at);

CREATE TABLE run_events (
    tenant_id text        NOT NULL,
    run_id    text        NOT NULL,
    seq       bigint      NOT NULL,
    event     text        NOT NULL,
    data      text        NOT NULL,
    PRIMARY KEY (tenant_id, run_id, seq),
    FOREIGN KEY (tenant_id, run_id) REFERENCES runs ON DELETE CASCADE
);

ALTER TABLE runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE runs FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON runs TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON runs TO ${app};
CREATE POLICY poller_any ON runs FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, run_id, lease_until, status, node, cancel_asked) ON runs TO ${poller};

ALTER TABLE run_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON run_steps TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON run_steps TO ${app};

ALTER TABLE run_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_events FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON run_events TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON run_events TO ${app};

-- What one run, one profile or the whole tenant may use of models, has used and holds for calls in progress.
CREATE TABLE model_budgets (
    tenant_id       text        NOT NULL,
    -- tenant, profile/prof_… or run/run_…
    account         text        NOT NULL,
    -- 0: one window without an end.
    window_seconds  bigint      NOT NULL,
    most_tokens     bigint,
    most_micros     bigint,
    most_calls      bigint,
    most_millis     bigint,
    most_open       bigint,
    window_start    timestamptz NOT NULL,
    used_tokens     bigint      NOT NULL DEFAULT 0,
    used_micros     bigint      NOT NULL DEFAULT 0,
    used_calls      bigint      NOT NULL DEFAULT 0,
    used_millis     bigint      NOT NULL DEFAULT 0,
    held_tokens     bigint      NOT NULL DEFAULT 0,
    held_micros     bigint      NOT NULL DEFAULT 0,
    held_calls      bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, account)
);

-- What a call in progress holds, and of which accounts.
CREATE TABLE model_holds (
    tenant_id text   NOT NULL,
    run_id    text   NOT NULL,
    step_key  text   NOT NULL,
    accounts  text[] NOT NULL,
    tokens    bigint NOT NULL,
    micros    bigint NOT NULL,
    PRIMARY KEY (tenant_id, run_id, step_key),
    FOREIGN KEY (tenant_id, run_id) REFERENCES runs ON DELETE CASCADE
);

ALTER TABLE model_budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_budgets FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON model_budgets TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON model_budgets TO ${app};

ALTER TABLE model_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_holds FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON model_holds TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON model_holds TO ${app};
