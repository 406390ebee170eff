// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL that reads entries. */
final class AuditStore {
    private static final String SELECT = """
        SELECT tenant_id, seq, entry_id, at, action, actor, target, request_id, detail, prev_hash, hash
          FROM audit_entries
         WHERE tenant_id = :tenant AND seq BETWEEN :first AND :last
           AND (:action::text IS NULL OR action = :action)
           AND (:actor::text IS NULL OR actor = :actor)
           AND (:target::text IS NULL OR target = :target)
           AND at >= :from AND at < :to
         ORDER BY seq %s
         LIMIT :limit\
        """;
    /** Where these entries of the chain can be, by the months that are over; what came late is in these too. */
    private static final String TIMES = """
        SELECT min(begins) FILTER (WHERE hit) AS begins, max(until) FILTER (WHERE hit) AS until,
               max(until) FILTER (WHERE until < 'infinity') AS known
          FROM (SELECT begins, until, last_seq >= :first AND first_seq <= :last AS hit
                  FROM audit_months WHERE tenant_id = :tenant) AS months
        """;

    private static final String OLDEST_FIRST = SELECT.formatted("ASC");
    static final String NEWEST_FIRST = SELECT.formatted("DESC");

    private AuditStore() {}

    /** At most {@code limit} entries that match, between two places of the tenant's chain. */
    static List<Entry> between(Tx tx, AuditQuery query, long first, long last, int limit) {
        Times times = times(tx, first, last).within(query);
        return tx.query(query.oldestFirst() ? OLDEST_FIRST : NEWEST_FIRST)
                .bind("first", first)
                .bind("last", last)
                .bind("action", query.action())
                .bind("actor", query.actor())
                .bind("target", query.target())
                .bind("from", times.from)
                .bind("to", times.to)
                .bind("limit", limit)
                .mapTo(StoredEntry.class)
                .map(StoredEntry::entry)
                .list();
    }

    /** Only parts of these times are looked into. */
    record Times(OffsetDateTime from, OffsetDateTime to) {
        Times within(AuditQuery query) {
            return new Times(later(from, query.from()), earlier(to, query.to()));
        }

        private static OffsetDateTime later(OffsetDateTime one, @Nullable Instant asked) {
            return asked == null || !asked.isAfter(one.toInstant()) ? one : asked.atOffset(ZoneOffset.UTC);
        }

        private static OffsetDateTime earlier(OffsetDateTime one, @Nullable Instant asked) {
            return asked == null || !asked.isBefore(one.toInstant()) ? one : asked.atOffset(ZoneOffset.UTC);
        }
    }

    private record StoredTimes(
            @Nullable OffsetDateTime begins,
            @Nullable OffsetDateTime until,
            @Nullable OffsetDateTime known) {}

    /**
     * What is in a known month is in that, and everything else is from after the last known month: before anything of that
     * time is left out, it is asked whether an entry there comes earlier in the chain.
     */
    static Times times(Tx tx, long first, long last) {
        StoredTimes stored = tx.query(TIMES)
                .bind("first", first)
                .bind("last", last)
                .map((row, ctx) -> new StoredTimes(
                        row.getObject("begins", OffsetDateTime.class),
                        row.getObject("until", OffsetDateTime.class),
                        row.getObject("known", OffsetDateTime.class)))
                .one();
        OffsetDateTime known = stored.known == null ? OffsetDateTime.MIN : stored.known;
        if (stored.begins == null || stored.until == null) {
            return new Times(known, OffsetDateTime.MAX);
        }
        boolean open = !stored.until.isBefore(known) || hasSince(tx, known, last);
        return new Times(stored.begins, open ? OffsetDateTime.MAX : stored.until);
    }

    private static boolean hasSince(Tx tx, OffsetDateTime known, long last) {
        return tx.query("""
                SELECT EXISTS (SELECT FROM audit_entries WHERE tenant_id = :tenant AND at >= :known AND seq <= :last)
                """)
                .bind("known", known)
                .bind("last", last)
                .mapTo(Boolean.class)
                .one();
    }

    /** Up to where the tenant's chain is in the archive; 0 if all of it is here. */
    static long archivedTo(Tx tx) {
        return tx.query("SELECT seq FROM audit_archived WHERE tenant_id = :tenant")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** The last entry of the tenant's chain that is in the archive; empty if all of it is here. */
    static Optional<Head> archived(Tx tx) {
        return tx.query("SELECT seq, hash FROM audit_archived WHERE tenant_id = :tenant")
                .mapTo(Head.class)
                .findOne();
    }

    /** Makes parts for the months to come; returns how many. */
    static int partsAhead(Handle poller) {
        return poller.createQuery("SELECT audit_parts_ahead()")
                .mapTo(Integer.class)
                .one();
    }

    /** Those about calls and dispatches have an index of their own, so that tokens need none. */
    static List<Entry> ofCalls(Tx tx, Collection<String> targets, int limit) {
        return tx.query("""
                SELECT tenant_id, seq, entry_id, at, action, actor, target, request_id, detail, prev_hash, hash
                  FROM audit_entries
                 WHERE tenant_id = :tenant AND target = ANY (:targets)
                   AND (target LIKE 'call\\_%' OR target LIKE 'dsp\\_%')
                 ORDER BY seq LIMIT :limit
                """)
                .bindArray("targets", String.class, targets.toArray())
                .bind("limit", limit)
                .mapTo(StoredEntry.class)
                .map(StoredEntry::entry)
                .list();
    }
}
