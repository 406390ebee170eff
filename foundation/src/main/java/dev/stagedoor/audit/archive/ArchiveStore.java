// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import dev.stagedoor.audit.StoredEntry;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The SQL of the audit's parts, as the owner of the database. */
final class ArchiveStore {
    private static final int FETCHED = 1000;

    private static final String PARTS = """
        SELECT relname AS "table",
               (regexp_match(pg_get_expr(relpartbound, c.oid), 'TO \\(''([^'']+)''\\)'))[1]::timestamptz AS until
          FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'audit_entries'::regclass AND relname <> 'audit_entries_other'
         ORDER BY until
        """;

    /**
     * A part's entries, and those of other parts that come before one of them in its tenant's chain: the clocks of nodes
     * differ, and a chain is archived without gaps. The others are later parts: older ones are not there any more.
     */
    private static final String ENTRIES = """
        SELECT * FROM (
               SELECT * FROM {part}
               UNION ALL
               SELECT e.* FROM (SELECT tenant_id, max(seq) AS seq FROM {part} GROUP BY tenant_id) AS last
                CROSS JOIN LATERAL (
                      SELECT * FROM audit_entries n
                       WHERE n.tenant_id = last.tenant_id AND n.seq < last.seq AND n.at >= :until) AS e) AS both_of_them
         ORDER BY tenant_id, seq
        """;

    private ArchiveStore() {}

    /** The parts that have an end, the oldest first. */
    static List<Part> parts(Handle owner) {
        return owner.createQuery(PARTS).mapTo(Part.class).list();
    }

    /** Entries from before that time for which there was no part get one. */
    static void sortOthers(Handle owner, Instant before) {
        owner.createQuery("""
                        SELECT audit_part(month AT TIME ZONE 'UTC')
                          FROM (SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') AS month
                                  FROM audit_entries_other WHERE at < :before) AS months
                        """).bind("before", before).mapTo(Integer.class).list();
    }

    /** The part's entries, by tenant and in each chain's order; as they are read, so that they need not fit into memory. */
    static void entries(Handle owner, Part part, Consumer<Entry> each) {
        try (Stream<StoredEntry> all = owner
                .createQuery(in(part, ENTRIES))
                .bind("until", part.until())
                .setFetchSize(FETCHED)
                .mapTo(StoredEntry.class)
                .stream()) {
            all.map(StoredEntry::entry).forEach(each);
        }
    }

    /** Up to where that chain was archived; 0 if nothing of it was. */
    static long archivedTo(Handle owner, TenantId tenant) {
        return head(owner, tenant).map(Head::seq).orElse(0L);
    }

    /** The last entry of a chain that was archived: its number and its hash. */
    record Head(long seq, Hash hash) {}

    /** Empty if nothing of that chain was archived. */
    static Optional<Head> head(Handle owner, TenantId tenant) {
        return owner.createQuery("SELECT seq, hash FROM audit_archived WHERE tenant_id = :tenant")
                .bind("tenant", tenant)
                .mapTo(Head.class)
                .findOne();
    }

    /** Nobody adds to the part until the transaction ends. Returns how many entries it has. */
    static long hold(Handle owner, Part part) {
        owner.execute("SET LOCAL lock_timeout = '2s'");
        owner.execute(in(part, "LOCK TABLE {part} IN SHARE MODE"));
        return owner.createQuery(in(part, "SELECT count(*) FROM {part}"))
                .mapTo(Long.class)
                .one();
    }

    /** These chains are archived up to there. */
    static void archived(Handle owner, Collection<ArchivedChain> chains, Instant now) {
        owner.createUpdate("""
                INSERT INTO audit_archived (tenant_id, seq, hash, archived_at)
                SELECT c.tenant_id, c.seq, decode(c.hash, 'hex'), :now
                  FROM unnest(:tenants, :seqs, :hashes) AS c (tenant_id, seq, hash)
                ON CONFLICT (tenant_id) DO UPDATE
                   SET seq = EXCLUDED.seq, hash = EXCLUDED.hash, archived_at = EXCLUDED.archived_at
                """)
                .bindArray(
                        "tenants",
                        String.class,
                        chains.stream().map(one -> one.tenant().value()).toArray())
                .bindArray(
                        "seqs",
                        Long.class,
                        chains.stream().map(ArchivedChain::last).toArray())
                .bindArray(
                        "hashes",
                        String.class,
                        chains.stream().map(one -> one.hash().toString()).toArray())
                .bind("now", now)
                .execute();
    }

    /** Deletes that chain's entries in later parts that were archived with the part. */
    static int deleteEarly(Handle owner, Part part, TenantId tenant) {
        return owner.createUpdate("""
                DELETE FROM audit_entries e USING audit_archived a
                 WHERE a.tenant_id = :tenant AND e.tenant_id = :tenant AND e.seq <= a.seq AND e.at >= :until
                """)
                .bind("tenant", tenant)
                .bind("until", part.until())
                .execute();
    }

    /** The part is gone, in the moment in which the transaction commits. */
    static void drop(Handle owner, Part part) {
        owner.createUpdate("DELETE FROM audit_months WHERE until = :until")
                .bind("until", part.until())
                .execute();
        owner.execute(in(part, "DROP TABLE {part}"));
    }

    /** Its name is from the catalogue. */
    private static String in(Part part, String sql) {
        return sql.replace("{part}", '"' + part.table().replace("\"", "\"\"") + '"');
    }
}
