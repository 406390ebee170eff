-- Whom agents see: what a chat may use hangs on it. The tenant's app users are led to chat users.
CREATE TABLE chat_users (
    tenant_id    text        NOT NULL,
    chat_user_id text        NOT NULL,
    username     text        NOT NULL,
    -- shared, dedicated, tenant: made by that strategy; manual: by the tenant's backend.
    kind         text        NOT NULL,
    -- Its place in a pool, from 0; null outside pools.
    pool_index   int,
    tier         text,
    -- What it may use in place of what its tier says; null if it has nothing of its own.
    resources    jsonb,
    metadata     jsonb       NOT NULL,
    enabled      boolean     NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    -- Its id on the tenant's upstream server, and what it was last said to have there; null if it is not there yet.
    upstream_id        text,
    upstream_resources jsonb,
    PRIMARY KEY (tenant_id, chat_user_id),
    CONSTRAINT chat_users_username UNIQUE (tenant_id, username)
);
CREATE UNIQUE INDEX chat_users_pool ON chat_users (tenant_id, kind, pool_index) WHERE pool_index IS NOT NULL;
-- Those that may use something else than others do: mostly there are none.
CREATE INDEX chat_users_special ON chat_users (tenant_id) WHERE resources IS NOT NULL OR tier IS NOT NULL;

-- A tenant's policy, and how many chat users it has; both stay under its ledger row's lock.
CREATE TABLE chat_user_policies (
    tenant_id  text   NOT NULL PRIMARY KEY,
    policy     jsonb  NOT NULL DEFAULT '{}',
    chat_users bigint NOT NULL DEFAULT 0 CHECK (chat_users >= 0)
);

-- Which chat user an app user has, by the strategy that chose it; manual: the tenant's backend did, and wins.
CREATE TABLE chat_user_assignments (
    tenant_id    text        NOT NULL,
    user_id      text        NOT NULL,
    strategy     text        NOT NULL,
    chat_user_id text        NOT NULL,
    assigned_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id, strategy),
    FOREIGN KEY (tenant_id, chat_user_id) REFERENCES chat_users ON DELETE CASCADE
);
CREATE INDEX chat_user_assignments_of ON chat_user_assignments (tenant_id, chat_user_id);

-- The tier of an app user, if the tenant's backend said one.
CREATE TABLE chat_user_tiers (
    tenant_id text NOT NULL,
    user_id   text NOT NULL,
    tier      text NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);

-- A connection's place on a chat user. Its node renews the lease; an ended one counts no more, whoever deletes it.
CREATE TABLE chat_user_slots (
    tenant_id    text        NOT NULL,
    slot_id      text        NOT NULL,
    chat_user_id text        NOT NULL,
    user_id      text        NOT NULL,
    session_id   text        NOT NULL,
    connection   text        NOT NULL,
    node         text        NOT NULL,
    taken_at     timestamptz NOT NULL,
    leased_until timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, slot_id),
    UNIQUE (tenant_id, user_id, connection)
);
CREATE INDEX chat_user_slots_of ON chat_user_slots (tenant_id, chat_user_id);
CREATE INDEX chat_user_slots_due ON chat_user_slots (tenant_id, leased_until);

-- Chat users that are still to be made on the upstream server: one entry for each app user, however often they came.
CREATE TABLE chat_user_pending (
    tenant_id    text        NOT NULL,
    user_id      text        NOT NULL,
    chat_user_id text        NOT NULL,
    attempts     int         NOT NULL DEFAULT 0,
    queued_at    timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX chat_user_pending_due ON chat_user_pending (tenant_id, due_at);

-- Chat users that were deleted here and are still to be deleted on the upstream server.
CREATE TABLE chat_user_retired (
    tenant_id   text        NOT NULL,
    upstream_id text        NOT NULL,
    attempts    int         NOT NULL DEFAULT 0,
    retired_at  timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, upstream_id)
);
CREATE INDEX chat_user_retired_due ON chat_user_retired (tenant_id, due_at);

ALTER TABLE chat_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_users FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_users TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON chat_users TO ${app};
GRANT UPDATE (tier, resources, metadata, enabled, updated_at, upstream_id, upstream_resources) ON chat_users TO ${app};

ALTER TABLE chat_user_policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_user_policies FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_user_policies TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON chat_user_policies TO ${app};
GRANT UPDATE (policy, chat_users) ON chat_user_policies TO ${app};

ALTER TABLE chat_user_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_user_assignments FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_user_assignments TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON chat_user_assignments TO ${app};
GRANT UPDATE (chat_user_id, assigned_at) ON chat_user_assignments TO ${app};

ALTER TABLE chat_user_tiers ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_user_tiers FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_user_tiers TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON chat_user_tiers TO ${app};
GRANT UPDATE (tier) ON chat_user_tiers TO ${app};

ALTER TABLE chat_user_slots ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_user_slots FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_user_slots TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON chat_user_slots TO ${app};
GRANT UPDATE (leased_until) ON chat_user_slots TO ${app};
CREATE POLICY poller_any ON chat_user_slots FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, slot_id, leased_until) ON chat_user_slots TO ${poller};

ALTER TABLE chat_user_pending ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_user_pending FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_user_pending TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON chat_user_pending TO ${app};
GRANT UPDATE (attempts, due_at) ON chat_user_pending TO ${app};
CREATE POLICY poller_any ON chat_user_pending FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, user_id, due_at) ON chat_user_pending TO ${poller};

ALTER TABLE chat_user_retired ENABLE ROW LEVEL SECURITY;
ALTER TABLE chat_user_retired FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON chat_user_retired TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON chat_user_retired TO ${app};
GRANT UPDATE (attempts, due_at) ON chat_user_retired TO ${app};
CREATE POLICY poller_any ON chat_user_retired FOR SELECT TO ${poller} USING (true);
GRANT SELECT (tenant_id, upstream_id, due_at) ON chat_user_retired TO ${poller};
