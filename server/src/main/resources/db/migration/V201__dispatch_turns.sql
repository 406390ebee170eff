-- Finds a tenant's due dispatches, and the next tenant that has any, without reading the others.
CREATE INDEX dispatches_due_turns ON dispatches (tenant_id, (greatest(next_at, lease_until)))
    WHERE status NOT IN ('completed', 'failed') OR watched;

DROP INDEX dispatches_turns;
