ALTER TABLE dispatches
    -- How long the agent may take to join once a worker has taken its job.
    ADD COLUMN join_seconds int NOT NULL DEFAULT 45,
    -- Why no worker has taken the last attempt, while it waits.
    ADD COLUMN unserved     text;
