-- What tenants' backends are told: the events, where to send them, and what is still to be sent.

-- Stored by the change that caused it. The number follows from the tenant's chain, so that it only rises.
CREATE TABLE events (
    tenant_id  text        NOT NULL,
    seq        bigint      NOT NULL,
    event_id   text        NOT NULL,
    type       text        NOT NULL,
    -- In whose order it is sent: a call's id; empty for none.
    subject    text        NOT NULL,
    data       text        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
CREATE UNIQUE INDEX events_id ON events (tenant_id, event_id);
CREATE INDEX events_subject ON events (tenant_id, subject, seq) WHERE subject <> '';
CREATE INDEX events_type ON events (tenant_id, type, seq);
CREATE INDEX events_age ON events (created_at);

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON events TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_age ON events FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, DELETE ON events TO ${app};
GRANT SELECT (tenant_id, created_at) ON events TO ${poller};

CREATE TABLE webhook_endpoints (
    tenant_id       text        NOT NULL,
    endpoint_id     text        NOT NULL,
    url             text        NOT NULL,
    description     text        NOT NULL,
    -- Empty for every type.
    types           text[]      NOT NULL,
    -- Why and since when nothing is sent; null while it is enabled.
    disabled_for    text,
    disabled_at     timestamptz,
    enabled_at      timestamptz NOT NULL,
    secret_version  bigint      NOT NULL,
    sealed          bytea       NOT NULL,
    -- The secret before, which signs as well until then.
    sealed_before   bytea,
    before_until    timestamptz,
    -- Failures in a row, and since when.
    failures        int         NOT NULL,
    failing_since   timestamptz,
    -- When the next delivery is due; null if none is.
    wanted_at       timestamptz,
    -- Until when a node holds it, or a failure holds it back.
    held_until      timestamptz NOT NULL,
    fence           bigint      NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id)
);
CREATE INDEX webhook_endpoints_due ON webhook_endpoints (tenant_id, (greatest(wanted_at, held_until)))
    WHERE wanted_at IS NOT NULL AND disabled_at IS NULL;

ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_endpoints FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON webhook_endpoints TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON webhook_endpoints FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoints TO ${app};
GRANT SELECT (tenant_id, endpoint_id, wanted_at, held_until, disabled_at) ON webhook_endpoints TO ${poller};

-- One row for each event and endpoint that it is sent to.
CREATE TABLE webhook_deliveries (
    tenant_id    text        NOT NULL,
    endpoint_id  text        NOT NULL,
    seq          bigint      NOT NULL,
    event_id     text        NOT NULL,
    type         text        NOT NULL,
    subject      text        NOT NULL,
    attempts     int         NOT NULL,
    -- When it is due; null once it is delivered.
    next_at      timestamptz,
    first_at     timestamptz,
    last_at      timestamptz,
    delivered_at timestamptz,
    -- What the last attempt came to.
    status       int,
    failure      text,
    answer       text,
    took_ms      bigint,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id, seq)
);
CREATE UNIQUE INDEX webhook_deliveries_event ON webhook_deliveries (tenant_id, endpoint_id, event_id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (tenant_id, endpoint_id, next_at)
    WHERE next_at IS NOT NULL;
CREATE INDEX webhook_deliveries_subject ON webhook_deliveries (tenant_id, endpoint_id, subject, seq)
    WHERE next_at IS NOT NULL AND subject <> '';
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);

ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON webhook_deliveries TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_age ON webhook_deliveries FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_deliveries TO ${app};
GRANT SELECT (tenant_id, created_at) ON webhook_deliveries TO ${poller};
