-- An ended call whose room could not be closed yet stays due until it is closed.
ALTER TABLE calls ADD COLUMN closes_room boolean NOT NULL DEFAULT false;
GRANT SELECT (closes_room) ON calls TO ${poller};

DROP INDEX calls_due;
DROP INDEX calls_turns;
CREATE INDEX calls_due ON calls (next_at) WHERE ended_at IS NULL OR closes_room;
CREATE INDEX calls_turns ON calls (tenant_id, next_at) WHERE ended_at IS NULL OR closes_room;

-- A call whose dispatch ends is due at once, whichever node finds out: nothing stays reserved for it.
CREATE FUNCTION call_is_due() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = stagedoor, pg_temp
    AS $$
BEGIN
    UPDATE calls SET next_at = LEAST(next_at, COALESCE(NEW.ended_at, NEW.created_at))
     WHERE tenant_id = NEW.tenant_id AND call_id = NEW.call_id AND ended_at IS NULL;
    RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION call_is_due() FROM PUBLIC;

CREATE TRIGGER call_is_due AFTER UPDATE OF status ON dispatches
    FOR EACH ROW
    WHEN (NEW.call_id IS NOT NULL AND NEW.status IN ('ending', 'completed', 'failed') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION call_is_due();
