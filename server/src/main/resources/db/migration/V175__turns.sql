-- Background work goes from tenant to tenant, so that the backlog of one delays no other: it looks due rows up by
-- tenant.
CREATE INDEX evictions_turns ON evictions (tenant_id, next_look);
CREATE INDEX calls_turns ON calls (tenant_id, next_at) WHERE ended_at IS NULL;
CREATE INDEX dispatches_turns ON dispatches (tenant_id, next_at) WHERE status NOT IN ('completed', 'failed');
