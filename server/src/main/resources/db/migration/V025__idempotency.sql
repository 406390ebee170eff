-- What a request with an Idempotency-Key made: its hash and the ids, never the answer.

CREATE TABLE idempotency_keys (
    tenant_id       text        NOT NULL,
    idempotency_key text        NOT NULL,
    request         text        NOT NULL,
    ids             jsonb       NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, idempotency_key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON idempotency_keys TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON idempotency_keys FOR SELECT TO ${poller} USING (true);
GRANT SELECT, INSERT, DELETE ON idempotency_keys TO ${app};
GRANT UPDATE (request, ids, created_at) ON idempotency_keys TO ${app};
GRANT SELECT (tenant_id, created_at) ON idempotency_keys TO ${poller};
