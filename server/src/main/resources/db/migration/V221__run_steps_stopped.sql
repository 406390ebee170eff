-- Why the model ended its answer, in the provider's word: max_tokens where it was cut off. Null for a call that failed, and
-- for one that a node of the version before has stored.
ALTER TABLE run_steps ADD COLUMN stop_reason text;

-- Finds the runs of one user without reading those of the others.
CREATE INDEX runs_by_user ON runs (tenant_id, user_id, run_id);
