// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.idempotency;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of idempotency keys. */
final class IdempotencyStore {
    private IdempotencyStore() {}

    /** The column {@code ids}: an object of strings. Anything else in it comes from a newer version. */
    private record StoredIds(Map<String, Object> values) {
        @JsonCreator
        static StoredIds of(Map<String, Object> values) {
            return new StoredIds(values);
        }

        @JsonValue
        Map<String, Object> json() {
            return values;
        }

        Map<String, String> ids() {
            Map<String, String> ids = new HashMap<>();
            values.forEach((name, value) -> {
                if (value instanceof String id) {
                    ids.put(name, id);
                }
            });
            return ids;
        }
    }

    /** The request of a key, and the ids that it created. */
    record Row(String request, Map<String, String> ids) {}

    /** What a request with the key has created since {@code since}. */
    static Optional<Row> find(Tx tx, String key, Instant since) {
        return tx.query("""
                        SELECT request, ids::text AS ids FROM idempotency_keys
                         WHERE tenant_id = :tenant AND idempotency_key = :key AND created_at > :since
                        """)
                .bind("key", key)
                .bind("since", since)
                .map((rs, ctx) -> new Row(
                        rs.getString("request"),
                        StoredJson.read(rs.getString("ids"), StoredIds.class).ids()))
                .findOne();
    }

    /** Stores the row; one that has expired is replaced. */
    static void insert(Tx tx, String key, Row row, Instant now) {
        tx.later("""
                INSERT INTO idempotency_keys (tenant_id, idempotency_key, request, ids, created_at)
                VALUES (:tenant, :key, :request, CAST(:ids AS jsonb), :now)
                ON CONFLICT (tenant_id, idempotency_key) DO UPDATE
                   SET request = EXCLUDED.request, ids = EXCLUDED.ids, created_at = EXCLUDED.created_at
                """)
                .bind("key", key)
                .bind("request", row.request())
                .bind("ids", StoredJson.text(new StoredIds(Map.copyOf(row.ids()))))
                .bind("now", now)
                .send();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM idempotency_keys WHERE tenant_id = :tenant").execute();
    }

    static int deleteUpTo(Tx tx, Instant until) {
        return tx.update("DELETE FROM idempotency_keys WHERE tenant_id = :tenant AND created_at <= :until")
                .bind("until", until)
                .execute();
    }

    /** Some of the tenants with expired rows. */
    static List<TenantId> tenantsUpTo(Handle poller, Instant until, int limit) {
        return poller.createQuery("""
                        SELECT DISTINCT tenant_id FROM idempotency_keys WHERE created_at <= :until LIMIT :limit
                        """)
                .bind("until", until)
                .bind("limit", limit)
                .mapTo(TenantId.class)
                .list();
    }
}
