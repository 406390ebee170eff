// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The table {@code eviction_turns}, and what the tenant's chain says since the last turn. Who locks a turn and evictions
 * locks the turn first. A turn does not wait for the disk: one that a crash forgets is taken again.
 */
final class TurnStore {
    /**
     * Where the job finds tenants with evictions to carry out. A turn's time is the database's, and is compared with its clock;
     * the id says how often there was a reason to look at once.
     */
    static final DueTable DUE =
            new DueTable("eviction_turns", "changes", "(next_at + (:now::timestamptz - now()))", "TRUE");

    private TurnStore() {}

    /** Postpones the next turn, for the first node to do so; returns its number of changes; empty for the others. */
    static Optional<Long> take(Tx tx, Duration until) {
        return tx.query("""
            WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS waiting)
            UPDATE eviction_turns SET next_at = now() + :millis * interval '1 millisecond' FROM relaxed
             WHERE tenant_id = :tenant AND next_at <= now() AND relaxed.waiting = 'off'
            RETURNING changes
            """).bind("millis", until.toMillis()).mapTo(Long.class).findOne();
    }

    /** Leaves the turn to another node. */
    static int giveBack(Tx tx, long changes) {
        return tx.update("UPDATE eviction_turns SET next_at = now() WHERE tenant_id = :tenant AND changes = :changes")
                .bind("changes", changes)
                .execute();
    }

    /** Makes the turn due, if one of its evictions may concern one of those rooms. */
    static int hint(Tx tx, Collection<String> rooms) {
        return tx.update("""
            WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS waiting)
            UPDATE eviction_turns t SET next_at = now(), changes = t.changes + 1 FROM relaxed
             WHERE t.tenant_id = :tenant AND t.next_at > now() AND relaxed.waiting = 'off'
               AND EXISTS (SELECT FROM evictions e
                            WHERE e.tenant_id = :tenant AND (e.room = ANY (:rooms) OR e.kind IN ('tenant', 'user')))
            """).bindArray("rooms", String.class, rooms.toArray()).execute();
    }

    static int due(Tx tx) {
        return tx.update("UPDATE eviction_turns SET next_at = now(), changes = changes + 1 WHERE tenant_id = :tenant")
                .execute();
    }

    /** Locks the turn; false if an eviction has begun since. */
    static boolean hold(Tx tx, long changes) {
        return tx.query("""
            SELECT changes FROM eviction_turns WHERE tenant_id = :tenant AND changes = :changes FOR UPDATE
            """)
                .bind("changes", changes)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /** Ends the turn, which is held, if nothing is left to be carried out. */
    static int end(Tx tx) {
        return tx.update("""
            DELETE FROM eviction_turns
             WHERE tenant_id = :tenant AND NOT EXISTS (SELECT FROM evictions WHERE tenant_id = :tenant)
            """).execute();
    }

    static int delete(Tx tx) {
        return tx.update("DELETE FROM eviction_turns WHERE tenant_id = :tenant").execute();
    }

    /**
     * Ends evictions of rooms and participants for whom the tenant was granted a token since they began. Each entry of the
     * chain is read once, in its order; a refreshed token does not count, since it is no new decision of the tenant.
     */
    static int follow(Tx tx) {
        return tx.update("""
            WITH turn AS (SELECT read_to FROM eviction_turns WHERE tenant_id = :tenant FOR UPDATE),
            moved AS (
                UPDATE eviction_turns SET read_to = :head WHERE tenant_id = :tenant AND read_to < :head),
            granted AS (
                SELECT a.target, a.detail::jsonb ->> 'room' AS room, max(a.seq) AS seq
                  FROM turn, audit_entries a
                 WHERE a.tenant_id = :tenant AND a.seq > turn.read_to AND a.seq <= :head AND a.action = :action
                 GROUP BY 1, 2)
            DELETE FROM evictions e USING granted
             WHERE e.tenant_id = :tenant AND e.room = granted.room AND granted.seq > e.since_seq
               AND (e.kind = 'room' OR e.kind = 'participant' AND e.subject = granted.target)
            """)
                .bind("head", tx.row().seq())
                .bind("action", Evictions.READMITTING)
                .execute();
    }

    /** Whether that participant is kept out of that room of that server, and was not granted a token for it since. */
    static boolean keepsOut(Tx tx, Evictions.Place place, String identity, Instant now) {
        return tx.query("""
            SELECT EXISTS (
                SELECT FROM evictions e
                  LEFT JOIN eviction_turns t ON t.tenant_id = e.tenant_id
                 WHERE e.tenant_id = :tenant AND e.room = :room AND e.until > :now
                   AND (e.kind = 'participant' AND e.subject = :identity OR e.kind = 'room' AND e.subject = :server)
                   AND NOT EXISTS (
                       SELECT FROM audit_entries a
                        WHERE a.tenant_id = :tenant AND a.seq > GREATEST(e.since_seq, t.read_to)
                          AND a.action = :action AND (e.kind = 'room' OR a.target = :identity)
                          AND a.detail::jsonb ->> 'room' = :room))
            """)
                .bind("room", place.room())
                .bind("server", place.server())
                .bind("identity", identity)
                .bind("now", now)
                .bind("action", Evictions.READMITTING)
                .mapTo(Boolean.class)
                .one();
    }
}
