-- How long an agent may take to join once a worker has taken its job.
ALTER TABLE agents ADD COLUMN join_timeout_seconds int NOT NULL DEFAULT 45;
