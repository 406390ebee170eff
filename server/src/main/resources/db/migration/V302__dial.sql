-- Calls out: whom a tenant's agents may call, through which carrier, and what became of each.
CREATE TABLE dial_settings (
    tenant_id  text        NOT NULL PRIMARY KEY,
    settings   text        NOT NULL,
    updated_at timestamptz NOT NULL
);
ALTER TABLE dial_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE dial_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON dial_settings TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON dial_settings TO ${app};

-- The trunk by which a tenant's LiveKit calls out; what it logs in with is in the vault.
CREATE TABLE outbound_trunks (
    tenant_id          text        NOT NULL PRIMARY KEY,
    address            text        NOT NULL,
    transport          text        NOT NULL,
    username           text        NOT NULL,
    numbers            text[]      NOT NULL,
    -- What is in the project; null if nothing is.
    trunk_id           text,
    credential_version bigint      NOT NULL,
    written_at         timestamptz,
    leased_until       timestamptz NOT NULL,
    created_at         timestamptz NOT NULL
);
ALTER TABLE outbound_trunks ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbound_trunks FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON outbound_trunks TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON outbound_trunks TO ${app};

-- One row for each call out; the call itself is in calls.
CREATE TABLE phone_dials (
    tenant_id       text        NOT NULL,
    call_id         text        NOT NULL,
    agent_slug      text        NOT NULL,
    from_number     text        NOT NULL,
    to_number       text        NOT NULL,
    -- The plus sign and the first eight digits.
    prefix          text        NOT NULL,
    country         text        NOT NULL,
    room            text        NOT NULL,
    trunk_id        text        NOT NULL,
    rings_seconds   bigint      NOT NULL,
    longest_seconds bigint      NOT NULL,
    state           text        NOT NULL,
    sip_status      integer,
    -- Whether its call is still to be ended.
    closing         boolean     NOT NULL,
    created_at      timestamptz NOT NULL,
    -- From then on it may ring, and nobody dials it again.
    sent_at         timestamptz,
    answered_at     timestamptz,
    ended_at        timestamptz,
    look_at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, call_id)
);
CREATE INDEX phone_dials_due ON phone_dials (tenant_id, look_at) WHERE closing;
CREATE INDEX phone_dials_lately ON phone_dials (tenant_id, created_at);
CREATE INDEX phone_dials_to ON phone_dials (tenant_id, to_number, created_at);
CREATE INDEX phone_dials_live ON phone_dials (tenant_id) WHERE state IN ('DIALING', 'RINGING', 'ANSWERED');
ALTER TABLE phone_dials ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_dials FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON phone_dials TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON phone_dials FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON phone_dials TO ${app};
GRANT SELECT (tenant_id, call_id, look_at, closing) ON phone_dials TO ${poller};

-- Calls that were to be handed over to another number.
CREATE TABLE phone_transfers (
    tenant_id   text        NOT NULL,
    transfer_id text        NOT NULL,
    call_id     text        NOT NULL,
    to_number   text        NOT NULL,
    prefix      text        NOT NULL,
    state       text        NOT NULL,
    sip_status  integer,
    created_at  timestamptz NOT NULL,
    -- Whether it may still end its call.
    watched     boolean     NOT NULL,
    look_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, transfer_id)
);
CREATE INDEX phone_transfers_due ON phone_transfers (tenant_id, look_at) WHERE watched;
CREATE INDEX phone_transfers_call ON phone_transfers (tenant_id, call_id);
CREATE INDEX phone_transfers_lately ON phone_transfers (tenant_id, created_at);
ALTER TABLE phone_transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE phone_transfers FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON phone_transfers TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON phone_transfers FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON phone_transfers TO ${app};
GRANT SELECT (tenant_id, transfer_id, look_at, watched) ON phone_transfers TO ${poller};
