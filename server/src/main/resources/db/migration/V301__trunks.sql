-- What brings calls to a number into the tenant's LiveKit project: an inbound trunk and a dispatch rule.
CREATE TABLE number_trunks (
    tenant_id          text        NOT NULL,
    number             text        NOT NULL,
    password           boolean     NOT NULL,
    addresses          text[]      NOT NULL,
    -- Where carriers whose webhooks we answer connect to; empty for the host of the LiveKit server.
    sip_host           text        NOT NULL,
    sip_tls            boolean     NOT NULL,
    -- What is in the project; null if nothing is.
    trunk_id           text,
    rule_id            text,
    fingerprint        text,
    agent_slug         text,
    credential_version bigint      NOT NULL,
    written_at         timestamptz,
    look_at            timestamptz NOT NULL,
    leased_until       timestamptz NOT NULL,
    created_at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, number)
);
CREATE INDEX number_trunks_due ON number_trunks (tenant_id, look_at);
ALTER TABLE number_trunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE number_trunks FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON number_trunks TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON number_trunks FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON number_trunks TO ${app};
GRANT SELECT (tenant_id, number, look_at) ON number_trunks TO ${poller};
