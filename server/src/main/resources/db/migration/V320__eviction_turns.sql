-- A room from which everyone is kept out whose token named it: its subject is the server, for another server's room of that
-- name is another room. A node one version older skips it.
ALTER TABLE evictions DROP CONSTRAINT evictions_kind_check;
ALTER TABLE evictions
    ADD CONSTRAINT evictions_kind_check CHECK (kind IN ('tenant', 'user', 'room', 'participant'));

-- All evictions of a tenant are carried out in one turn, whatever their number. Its times are the database's: the nodes' clocks
-- may differ.
CREATE TABLE eviction_turns (
    tenant_id text PRIMARY KEY,
    next_at   timestamptz NOT NULL,
    read_to   bigint      NOT NULL, -- the position in the tenant's chain down to which grants have ended evictions
    changes   bigint      NOT NULL DEFAULT 0 -- rises when there is a reason to look now
) WITH (fillfactor = 50);

ALTER TABLE eviction_turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE eviction_turns FORCE ROW LEVEL SECURITY;

CREATE POLICY app_tenant ON eviction_turns TO ${app} USING (tenant_id = current_tenant());
CREATE POLICY poller_due ON eviction_turns FOR SELECT TO ${poller} USING (true);

GRANT SELECT, INSERT, DELETE ON eviction_turns TO ${app};
GRANT UPDATE (next_at, read_to, changes) ON eviction_turns TO ${app};
GRANT SELECT (tenant_id, next_at, changes) ON eviction_turns TO ${poller};

-- An eviction that begins, or begins again, makes the turn due, also where a node one version older began it. Before it is
-- inserted: whoever locks both locks the turn first.
CREATE FUNCTION eviction_begins() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = stagedoor, pg_temp
    AS $$
BEGIN
    INSERT INTO eviction_turns AS t (tenant_id, next_at, read_to)
    VALUES (NEW.tenant_id, now(), NEW.since_seq)
    ON CONFLICT (tenant_id) DO UPDATE
       SET next_at = LEAST(t.next_at, EXCLUDED.next_at), changes = t.changes + 1;
    RETURN NEW;
END
$$;

REVOKE ALL ON FUNCTION eviction_begins() FROM PUBLIC;

CREATE TRIGGER eviction_begins BEFORE INSERT ON evictions
    FOR EACH ROW EXECUTE FUNCTION eviction_begins();

INSERT INTO eviction_turns (tenant_id, next_at, read_to)
SELECT tenant_id, now(), min(since_seq) FROM evictions GROUP BY tenant_id;
