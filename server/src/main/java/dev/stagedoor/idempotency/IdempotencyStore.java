package dev.stagedoor.idempotency;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of idempotency keys. */
final class IdempotencyStore {
    private static final TypeReference<Map<String, String>> IDS = new TypeReference<>() {};

    private IdempotencyStore() {}

    record Row(String request, Map<String, String> ids) {}

    /** What a request with that key made since {@code since}. */
    static Optional<Row> find(Tx tx, String key, Instant since) {
        return tx.handle()
                .createQuery("""
                        SELECT request, ids::text AS ids FROM idempotency_keys
                         WHERE tenant_id = :tenant AND idempotency_key = :key AND created_at > :since
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("key", key)
                .bind("since", since)
                .map((rs, ctx) -> new Row(rs.getString("request"), ids(rs.getString("ids"))))
                .findOne();
    }

    /** Remembers; a row that has grown too old gives way. */
    static void insert(Tx tx, String key, String request, Map<String, String> ids, Instant now) {
        tx.handle()
                .createUpdate("""
                        INSERT INTO idempotency_keys (tenant_id, idempotency_key, request, ids, created_at)
                        VALUES (:tenant, :key, :request, CAST(:ids AS jsonb), :now)
                        ON CONFLICT (tenant_id, idempotency_key) DO UPDATE
                           SET request = EXCLUDED.request, ids = EXCLUDED.ids, created_at = EXCLUDED.created_at
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("key", key)
                .bind("request", request)
                .bind("ids", Json.text(ids))
                .bind("now", now)
                .execute();
    }

    static int deleteUpTo(Tx tx, Instant until) {
        return tx.handle()
                .createUpdate("DELETE FROM idempotency_keys WHERE tenant_id = :tenant AND created_at <= :until")
                .bind("tenant", tx.tenant().value())
                .bind("until", until)
                .execute();
    }

    /** Some tenants with rows that old. */
    static List<TenantId> tenantsUpTo(Handle poller, Instant until, int limit) {
        return poller.createQuery("""
                        SELECT DISTINCT tenant_id FROM idempotency_keys WHERE created_at <= :until LIMIT :limit
                        """)
                .bind("until", until)
                .bind("limit", limit)
                .map((rs, ctx) -> new TenantId(rs.getString("tenant_id")))
                .list();
    }

    private static Map<String, String> ids(String json) {
        try {
            return Json.mapper().readValue(json, IDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
