-- A dispatch that has ended may still produce an agent, which is taken back: it is due like a live one until then.
ALTER TABLE dispatches ADD COLUMN watched boolean NOT NULL DEFAULT false;
CREATE INDEX dispatches_watched ON dispatches (next_at) WHERE watched;
GRANT SELECT (watched) ON dispatches TO ${poller};
