-- Dispatches of a day are counted.
CREATE INDEX dispatches_by_time ON dispatches (tenant_id, created_at);
