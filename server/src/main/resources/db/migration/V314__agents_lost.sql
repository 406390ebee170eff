-- What to do when an agent vanishes; a dispatch keeps what its agent said when it was requested.
ALTER TABLE agents
    ADD COLUMN replace_failed  boolean NOT NULL DEFAULT true,
    ADD COLUMN replace_unclear boolean NOT NULL DEFAULT true;

ALTER TABLE dispatches
    ADD COLUMN replace_failed  boolean NOT NULL DEFAULT true,
    ADD COLUMN replace_unclear boolean NOT NULL DEFAULT true,
    -- When the agent that has joined was first heard to answer: only then does its silence say anything.
    ADD COLUMN heard_at        timestamptz;

-- How many agents a tenant has lost lately.
CREATE INDEX dispatch_receipts_lost ON dispatch_receipts (tenant_id, at) WHERE status = 'LOST';
