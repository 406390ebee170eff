package dev.stagedoor.access;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.tenants.Burst;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SQL of a tenant's API keys. */
final class ApiKeyStore {
    private ApiKeyStore() {}

    static void insert(Tx tx, ApiKey key, KeyHash hash) {
        Burst limit = key.limit();
        tx.handle()
                .createUpdate("""
                        INSERT INTO api_keys (tenant_id, key_id, kind, name, scopes, origins, agents, per_second, burst,
                                              created_at, expires_at)
                        VALUES (:tenant, :key, :kind, :name, :scopes, :origins, :agents, :perSecond, :burst, :created,
                                :expires)
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("key", key.id().value())
                .bind("kind", key.kind().name().toLowerCase(Locale.ROOT))
                .bind("name", key.name())
                .bind("scopes", key.scopes().stream().map(Scope::wire).sorted().toArray(String[]::new))
                .bind("origins", sorted(key.origins()))
                .bind("agents", sorted(key.agents()))
                .bind("perSecond", limit == null ? null : limit.perSecond())
                .bind("burst", limit == null ? null : limit.atOnce())
                .bind("created", key.createdAt())
                .bind("expires", key.expiresAt())
                .execute();
        tx.handle()
                .createUpdate("INSERT INTO api_key_hashes (hash, tenant_id, key_id) VALUES (:hash, :tenant, :key)")
                .bind("hash", hash.bytes())
                .bind("tenant", tx.tenant().value())
                .bind("key", key.id().value())
                .execute();
        tx.handle()
                .createUpdate("""
                        INSERT INTO api_key_origins (origin, tenant_id, key_id)
                        SELECT unnest(CAST(:origins AS text[])), :tenant, :key
                        """)
                .bind("origins", sorted(key.origins()))
                .bind("tenant", tx.tenant().value())
                .bind("key", key.id().value())
                .execute();
    }

    static Optional<ApiKey> find(Tx tx, KeyId id) {
        return tx.handle()
                .createQuery("SELECT * FROM api_keys WHERE tenant_id = :tenant AND key_id = :key")
                .bind("tenant", tx.tenant().value())
                .bind("key", id.value())
                .map((rs, ctx) -> key(rs))
                .findOne();
    }

    /** Keys after that id, oldest first. */
    static List<ApiKey> page(Tx tx, @Nullable String after, int rows) {
        return tx.handle()
                .createQuery("""
                        SELECT * FROM api_keys WHERE tenant_id = :tenant AND key_id > :after ORDER BY key_id LIMIT :rows
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("after", after == null ? "" : after)
                .bind("rows", rows)
                .map((rs, ctx) -> key(rs))
                .list();
    }

    /** Whether any key of the tenant lets somebody in at that time. */
    static boolean anyWorks(Tx tx, Instant now) {
        return tx.handle()
                .createQuery("""
                        SELECT EXISTS (SELECT 1 FROM api_keys WHERE tenant_id = :tenant AND revoked_at IS NULL
                                          AND (expires_at IS NULL OR expires_at > :now))
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
    }

    /** Revokes it, if it is there; revoked before, it stays so since then. */
    static boolean revoke(Tx tx, KeyId id, Instant now) {
        int rows = tx.handle()
                .createUpdate("""
                        UPDATE api_keys SET revoked_at = COALESCE(revoked_at, :now)
                         WHERE tenant_id = :tenant AND key_id = :key
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("key", id.value())
                .bind("now", now)
                .execute();
        tx.handle()
                .createUpdate("DELETE FROM api_key_origins WHERE tenant_id = :tenant AND key_id = :key")
                .bind("tenant", tx.tenant().value())
                .bind("key", id.value())
                .execute();
        return rows == 1;
    }

    static void used(Tx tx, KeyId id, Instant at) {
        tx.handle()
                .createUpdate("""
                        UPDATE api_keys SET last_used_at = GREATEST(last_used_at, :at)
                         WHERE tenant_id = :tenant AND key_id = :key
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("key", id.value())
                .bind("at", at)
                .execute();
    }

    private static ApiKey key(ResultSet rs) throws SQLException {
        int perSecond = rs.getInt("per_second");
        return new ApiKey(
                new KeyId(rs.getString("key_id")),
                KeyKind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                rs.getString("name"),
                // A scope that this version does not know gives nothing.
                texts(rs, "scopes").stream()
                        .flatMap(wire -> Scope.of(wire).stream())
                        .collect(Collectors.toSet()),
                texts(rs, "origins"),
                texts(rs, "agents"),
                perSecond == 0 ? null : new Burst(perSecond, rs.getInt("burst")),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(rs, "expires_at"),
                instant(rs, "revoked_at"),
                instant(rs, "last_used_at"));
    }

    private static Set<String> texts(ResultSet rs, String column) throws SQLException {
        return new HashSet<>(Arrays.asList((String[]) rs.getArray(column).getArray()));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static String[] sorted(Set<String> texts) {
        return texts.stream().sorted().toArray(String[]::new);
    }
}
