// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL that reads entries. */
final class AuditStore {
    private static final String SELECT = """
        SELECT tenant_id, seq, entry_id, at, action, actor, target, request_id, detail, prev_hash, hash
          FROM audit_entries
         WHERE tenant_id = :tenant AND seq BETWEEN :first AND :last
           AND (:action::text IS NULL OR action = :action)
           AND (:actor::text IS NULL OR actor = :actor)
           AND (:target::text IS NULL OR target = :target)
           AND (:from::timestamptz IS NULL OR at >= :from)
           AND (:to::timestamptz IS NULL OR at < :to)
         ORDER BY seq %s
         LIMIT :limit\
        """;
    private static final String OLDEST_FIRST = SELECT.formatted("ASC");
    private static final String NEWEST_FIRST = SELECT.formatted("DESC");

    private AuditStore() {}

    /** At most {@code limit} entries that match, between two places of the tenant's chain. */
    static List<Entry> between(Tx tx, AuditQuery query, long first, long last, int limit) {
        return tx.query(query.oldestFirst() ? OLDEST_FIRST : NEWEST_FIRST)
                .bind("first", first)
                .bind("last", last)
                .bind("action", query.action())
                .bind("actor", query.actor())
                .bind("target", query.target())
                .bind("from", query.from())
                .bind("to", query.to())
                .bind("limit", limit)
                .mapTo(StoredEntry.class)
                .map(StoredEntry::entry)
                .list();
    }

    /** Up to where the tenant's chain is in the archive; 0 if all of it is here. */
    static long archivedTo(Tx tx) {
        return tx.query("SELECT seq FROM audit_archived WHERE tenant_id = :tenant")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
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

    /** A row of the table {@code audit_entries}. */
    private record StoredEntry(
            TenantId tenantId,
            long seq,
            String entryId,
            Instant at,
            String action,
            String actor,
            String target,
            String requestId,
            String detail,
            Hash prevHash,
            Hash hash) {
        Entry entry() {
            Draft draft = new Draft(entryId, at, action, actor, target, requestId, detail);
            return new Entry(tenantId, seq, draft, prevHash, hash);
        }
    }
}
