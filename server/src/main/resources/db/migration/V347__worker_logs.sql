-- What workers write: the newest of it, within a bound for each worker and one for each tenant.

-- Some lines that were written one after the other. Both places count bytes from the beginning, so that what is too much
-- is what lies further back than the bound.
CREATE TABLE worker_logs (
    tenant_id    text        NOT NULL,
    worker_id    text        NOT NULL,
    -- The number of its last line.
    seq          bigint      NOT NULL,
    -- The tenant's bytes up to its end, and the worker's.
    tenant_place bigint      NOT NULL,
    place        bigint      NOT NULL,
    lines        text        NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, worker_id, seq)
);
CREATE INDEX worker_logs_place ON worker_logs (tenant_id, tenant_place);

ALTER TABLE worker_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE worker_logs FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON worker_logs TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON worker_logs TO ${app};

-- How many bytes a tenant's workers have written to it.
CREATE TABLE worker_log_sizes (
    tenant_id text   PRIMARY KEY,
    bytes     bigint NOT NULL
) WITH (fillfactor = 50);

ALTER TABLE worker_log_sizes ENABLE ROW LEVEL SECURITY;
ALTER TABLE worker_log_sizes FORCE ROW LEVEL SECURITY;
CREATE POLICY app_tenant ON worker_log_sizes TO ${app} USING (tenant_id = current_tenant());
GRANT SELECT, INSERT, DELETE ON worker_log_sizes TO ${app};
GRANT UPDATE (bytes) ON worker_log_sizes TO ${app};
