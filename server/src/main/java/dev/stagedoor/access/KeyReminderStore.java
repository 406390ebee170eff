// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The SQL of which API keys their tenants are to be told of: those that expire before long, and those that are old. */
final class KeyReminderStore {
    /**
     * Thirty days before its end, seven, one, and then; once each, and none that was over before the key was made. What
     * ended more than a day ago is nobody's news.
     */
    private static final String EXPIRING = """
        revoked_at IS NULL AND expires_at > CAST(:now AS timestamptz) - interval '1 day'
           AND expires_at <= CAST(:now AS timestamptz) + interval '30 days'
           AND greatest(created_at, reminded_at) <
               (SELECT max(expires_at - before) FROM unnest(ARRAY[interval '30 days', '7 days', '1 day', '0']) AS before
                 WHERE expires_at - before <= :now)
        """;

    private static final String OLD = """
        revoked_at IS NULL AND COALESCE(age_told_at, created_at) <= :old AND (expires_at IS NULL OR expires_at > :now)
        """;

    private KeyReminderStore() {}

    /** Tenants after that id with such keys; never the platform. */
    static List<TenantId> tenants(Handle poller, ApiKeys.Times times, String after, int limit) {
        return on(
                        times,
                        poller.createQuery("SELECT DISTINCT tenant_id FROM api_keys WHERE ((" + EXPIRING + ") OR ("
                                + OLD + ")) AND tenant_id > :after ORDER BY tenant_id LIMIT :limit"))
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> new TenantId(rs.getString(1)))
                .list();
    }

    /** Those that expire before long; none of them again for the same reason. */
    static List<ApiKeys.Aged> takeExpiring(Tx tx, ApiKeys.Times times) {
        return taken(taking(tx, "reminded_at", EXPIRING).bind("now", times.now()));
    }

    /** Those that are old; none of them again before they are twice as old. */
    static List<ApiKeys.Aged> takeOld(Tx tx, ApiKeys.Times times) {
        return taken(on(times, taking(tx, "age_told_at", OLD)));
    }

    private static Query taking(Tx tx, String told, String which) {
        return tx.query("UPDATE api_keys SET " + told + " = :now WHERE tenant_id = :tenant AND " + which
                + " RETURNING key_id, created_at, expires_at");
    }

    private static List<ApiKeys.Aged> taken(Query query) {
        return query.mapTo(ApiKeys.Aged.class).list();
    }

    private static <S extends SqlStatement<S>> S on(ApiKeys.Times times, S statement) {
        return statement.bind("now", times.now()).bind("old", times.old());
    }
}
