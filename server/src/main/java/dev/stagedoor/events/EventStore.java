// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table {@code events}. */
final class EventStore {
    /** Of one answer to a reader. */
    private static final int FEW = 100;

    /** Events of one change have places of their own between two entries of the chain. */
    private static final int PER_ENTRY = 1000;

    private static final String COLUMNS = "seq, event_id AS id, type, data, created_at AS at";

    private EventStore() {}

    /**
     * Stores an event, makes it due at the endpoints that want it, and wakes them. The ledger row is locked, so places rise
     * in the order of commits.
     *
     * @param except an endpoint that is not told; "" for none
     */
    static void raise(Tx tx, Event event, String id, Instant now, String except) {
        tx.later("""
                WITH event AS (
                    INSERT INTO events (tenant_id, seq, event_id, type, subject, data, created_at)
                    SELECT :tenant, GREATEST(:first, 1 + COALESCE(max(seq), 0)), :id, :type, :subject, :data, :now
                      FROM (SELECT seq FROM events WHERE tenant_id = :tenant ORDER BY seq DESC LIMIT 1) newest
                    RETURNING seq),
                woken AS (
                    UPDATE webhook_endpoints SET wanted_at = LEAST(wanted_at, :now)
                     WHERE tenant_id = :tenant AND disabled_at IS NULL AND endpoint_id <> :except
                       AND (types = '{}' OR :type = ANY (types))
                    RETURNING endpoint_id)
                INSERT INTO webhook_deliveries (tenant_id, endpoint_id, seq, event_id, type, subject, attempts, next_at,
                                                created_at)
                SELECT :tenant, woken.endpoint_id, event.seq, :id, :type, :subject, 0, :now, :now
                  FROM woken, event
                """)
                .bind("first", (tx.row().seq() + 1) * PER_ENTRY)
                .bind("id", id)
                .bind("type", event.type().wire())
                .bind("subject", event.subject())
                .bind("data", Json.text(event.data()))
                .bind("now", now)
                .bind("except", except)
                .send();
    }

    static Page<Event.Raised> page(Tx tx, Events.Filter filter, Page.Request page) {
        String ofType = filter.type() == null ? "" : " AND type = :type";
        String ofCall = filter.call() == null ? "" : " AND subject = :call AND subject <> ''";
        Query query = tx.query("SELECT " + COLUMNS + " FROM events WHERE tenant_id = :tenant AND seq < :before" + ofType
                        + ofCall + " ORDER BY seq DESC LIMIT :rows")
                .bind("before", before(page.after()))
                .bind("rows", page.limit() + 1);
        if (filter.type() != null) {
            query.bind("type", filter.type());
        }
        if (filter.call() != null) {
            query.bind("call", filter.call());
        }
        return Page.of(query.mapTo(Event.Raised.class).list(), page.limit(), event -> String.valueOf(event.seq()));
    }

    /** What a cursor of these pages says. */
    static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[0-9]{1,18}")) {
            throw Problem.invalid("after", "is not a cursor from a list response");
        }
        return Long.parseLong(cursor);
    }

    static Optional<Event.Raised> find(Tx tx, long seq) {
        return tx.query("SELECT " + COLUMNS + " FROM events WHERE tenant_id = :tenant AND seq = :seq")
                .bind("seq", seq)
                .mapTo(Event.Raised.class)
                .findOne();
    }

    static Optional<Long> place(Tx tx, String id) {
        return tx.query("SELECT seq FROM events WHERE tenant_id = :tenant AND event_id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne();
    }

    /** Its place; 0 if there is none. */
    static long newest(Tx tx) {
        return tx.query("SELECT seq FROM events WHERE tenant_id = :tenant ORDER BY seq DESC LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    static List<Event.Raised> after(Tx tx, long place) {
        return tx.query("SELECT " + COLUMNS + """
                          FROM events WHERE tenant_id = :tenant AND seq > :place ORDER BY seq LIMIT :few
                        """)
                .bind("place", place)
                .bind("few", FEW)
                .mapTo(Event.Raised.class)
                .list();
    }

    /** Deletes some of those from before that time; returns how many. */
    static int purge(Tx tx, Instant before, int most) {
        return tx.update("""
                        DELETE FROM events
                         WHERE tenant_id = :tenant AND seq IN (
                               SELECT seq FROM events WHERE tenant_id = :tenant AND created_at < :before
                                ORDER BY seq LIMIT :most)
                        """).bind("before", before).bind("most", most).execute();
    }

    /** The first few tenants after that one with events or deliveries from before that time. */
    static List<TenantId> tenantsBefore(Handle poller, Instant before, String after, int limit) {
        return poller.createQuery("""
                        SELECT tenant_id FROM events WHERE created_at < :before AND tenant_id > :after
                        UNION
                        SELECT tenant_id FROM webhook_deliveries WHERE created_at < :before AND tenant_id > :after
                        ORDER BY tenant_id LIMIT :limit
                        """)
                .bind("before", before)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(TenantId.class)
                .list();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM events WHERE tenant_id = :tenant").execute();
    }
}
