// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The SQL of which API keys their tenants are to be told of: those that expire before long, and those that are old. */
public final class KeyReminderStore {
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

    /** The times that both questions are about: now, and since when a key is old. */
    public record Times(Instant now, Instant old) {
        private <S extends SqlStatement<S>> S on(S statement) {
            return statement.bind("now", now).bind("old", old);
        }
    }

    /** A key that its tenant is told of. */
    public record Due(
            KeyId keyId, Instant createdAt, @Nullable Instant expiresAt) {}

    /** Tenants after that id with such keys; never the platform. */
    public static List<TenantId> tenants(Handle poller, Times times, String after, int limit) {
        return times.on(poller.createQuery("SELECT DISTINCT tenant_id FROM api_keys WHERE ((" + EXPIRING + ") OR (" + OLD
                        + ")) AND tenant_id > :after ORDER BY tenant_id LIMIT :limit"))
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> new TenantId(rs.getString(1)))
                .list();
    }

    /** Those that expire before long; none of them again for the same reason. */
    public static List<Due> takeExpiring(Tx tx, Times times) {
        return take(tx, times, "reminded_at", EXPIRING);
    }

    /** Those that are old; none of them again before they are twice as old. */
    public static List<Due> takeOld(Tx tx, Times times) {
        return take(tx, times, "age_told_at", OLD);
    }

    private static List<Due> take(Tx tx, Times times, String told, String which) {
        String sql = "UPDATE api_keys SET " + told + " = :now WHERE tenant_id = :tenant AND " + which
                + " AND CAST(:old AS timestamptz) IS NOT NULL RETURNING key_id, created_at, expires_at";
        return times.on(tx.query(sql)).mapTo(Due.class).list();
    }
}
