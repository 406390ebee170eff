// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Counts the tokens of the audit log in the table {@code token_counts}. */
final class TokenStore {
    /** What hands out a token; each such entry is one. */
    static final String ACTIONS = "('token.mint', 'token.refresh')";

    private TokenStore() {}

    /** The first few tenants after that one with entries that were not counted. */
    static List<TenantId> behind(Handle poller, String after, int limit) {
        return poller.createQuery("""
                        SELECT l.tenant_id FROM tenant_ledger l LEFT JOIN token_counted c ON c.tenant_id = l.tenant_id
                         WHERE l.tenant_id > :after AND l.tenant_id <> 'ten_platform' AND l.seq > coalesce(c.seq, 0)
                         ORDER BY l.tenant_id LIMIT :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(TenantId.class)
                .list();
    }

    /** Counts the next few entries; returns how many, or 0 if another node is at it, or has counted more than is known here. */
    static long count(Tx tx, int most) {
        tx.update("INSERT INTO token_counted (tenant_id, seq) VALUES (:tenant, 0) ON CONFLICT (tenant_id) DO NOTHING")
                .execute();
        List<Long> locked = tx.query("SELECT seq FROM token_counted WHERE tenant_id = :tenant FOR UPDATE SKIP LOCKED")
                .mapTo(Long.class)
                .list();
        if (locked.isEmpty() || locked.getFirst() >= tx.row().seq()) {
            return 0;
        }
        long from = locked.getFirst();
        long to = Math.min(from + most, tx.row().seq());
        tx.update("""
                        INSERT INTO token_counts (tenant_id, quarter, agent_slug, tokens)
                        SELECT :tenant, date_bin('15 minutes', at, timestamptz 'epoch'),
                               coalesce(detail::json ->> 'agent', ''), count(*)
                          FROM audit_entries
                         WHERE tenant_id = :tenant AND seq > :from AND seq <= :to AND action IN %s
                         GROUP BY 2, 3
                            ON CONFLICT (tenant_id, quarter, agent_slug)
                            DO UPDATE SET tokens = token_counts.tokens + EXCLUDED.tokens
                        """.formatted(ACTIONS)).bind("from", from).bind("to", to).execute();
        tx.update("UPDATE token_counted SET seq = :to WHERE tenant_id = :tenant")
                .bind("to", to)
                .execute();
        return to - from;
    }

    /** Forgets all, and counts nothing of the tenant any more: its entries outlive it. */
    static void close(Tx tx) {
        // First, so that no node is at it, nor begins.
        tx.update("""
                        INSERT INTO token_counted (tenant_id, seq) VALUES (:tenant, :all)
                            ON CONFLICT (tenant_id) DO UPDATE SET seq = EXCLUDED.seq
                        """).bind("all", Long.MAX_VALUE).execute();
        tx.update("DELETE FROM token_counts WHERE tenant_id = :tenant").execute();
    }
}
