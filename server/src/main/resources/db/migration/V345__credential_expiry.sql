-- When a credential ends at its provider, as its tenant says, and when they are reminded of it next.
ALTER TABLE credentials ADD COLUMN expires_at timestamptz;
ALTER TABLE credentials ADD COLUMN remind_at timestamptz;
CREATE INDEX credentials_remind ON credentials (remind_at) WHERE remind_at IS NOT NULL;
GRANT UPDATE (expires_at, remind_at) ON credentials TO ${app};
GRANT SELECT (remind_at) ON credentials TO ${poller};
