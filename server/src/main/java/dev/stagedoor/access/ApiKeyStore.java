// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.tenants.Burst;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL of a tenant's API keys. */
final class ApiKeyStore {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyStore.class);

    private ApiKeyStore() {}

    /** A row of the table {@code api_keys}. */
    private record StoredApiKey(
            String keyId,
            String kind,
            String name,
            List<String> scopes,
            List<String> origins,
            List<String> agents,
            @Nullable Integer perSecond,
            @Nullable Integer burst,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt,
            @Nullable String madeBy,
            @Nullable String limitOf) {
        static StoredApiKey of(ApiKey key) {
            ApiKey.Rights rights = key.rights();
            Burst limit = rights.limit();
            return new StoredApiKey(
                    key.id().value(),
                    word(key.kind()),
                    key.name(),
                    rights.scopes().stream().map(Scope::wire).sorted().toList(),
                    rights.origins().stream().sorted().toList(),
                    rights.agents().stream().sorted().toList(),
                    limit == null ? null : limit.perSecond(),
                    limit == null ? null : limit.atOnce(),
                    key.life().createdAt(),
                    key.life().expiresAt(),
                    key.life().revokedAt(),
                    key.life().lastUsedAt(),
                    text(key.family().madeBy()),
                    text(key.family().limitOf()));
        }

        private static @Nullable String text(@Nullable KeyId id) {
            return id == null ? null : id.value();
        }

        private static @Nullable KeyId id(@Nullable String text) {
            return text == null ? null : new KeyId(text);
        }

        /** The key; empty if its kind is one that only a newer version knows: this node does not accept it. */
        Optional<ApiKey> key() {
            return UnreadableStored.orSkip(LOG, keyId, () -> StoredWord.read(KeyKind.class, ApiKeyStore::word, kind))
                    .map(this::key);
        }

        private ApiKey key(KeyKind known) {
            Burst limit = perSecond == null || burst == null ? null : Burst.within(perSecond, burst);
            return new ApiKey(
                    new KeyId(keyId),
                    known,
                    name,
                    new ApiKey.Rights(known(), Set.copyOf(origins), Set.copyOf(agents), limit),
                    new ApiKey.Life(createdAt, expiresAt, revokedAt, lastUsedAt),
                    new ApiKey.Family(id(madeBy), id(limitOf)));
        }

        private Set<Scope> known() {
            Set<Scope> known = EnumSet.noneOf(Scope.class);
            for (String word : scopes) {
                Scope.of(word)
                        .ifPresentOrElse(
                                known::add,
                                () -> LOG.warn(
                                        "ignored the scope {} of {}: this version does not know it", word, keyId));
            }
            return known;
        }
    }

    static void insert(Tx tx, ApiKey key, KeyHash hash) {
        StoredApiKey row = StoredApiKey.of(key);
        tx.update("""
                INSERT INTO api_keys (tenant_id, key_id, kind, name, scopes, origins, agents, per_second, burst,
                                      created_at, expires_at, made_by, limit_of)
                VALUES (:tenant, :keyId, :kind, :name, :scopes, :origins, :agents, :perSecond, :burst, :createdAt,
                        :expiresAt, :madeBy, :limitOf)
                """, row).execute();
        tx.update("INSERT INTO api_key_hashes (hash, tenant_id, key_id) VALUES (:hash, :tenant, :key)")
                .bind("hash", hash.bytes())
                .bind("key", row.keyId())
                .execute();
        insertOrigins(tx, row);
    }

    /** Nodes of the version before look them up for preflights. */
    private static void insertOrigins(Tx tx, StoredApiKey row) {
        tx.update("""
                INSERT INTO api_key_origins (origin, tenant_id, key_id)
                SELECT unnest(CAST(:origins AS text[])), :tenant, :keyId
                """, row).execute();
    }

    /** Writes what of a key can change. */
    static void update(Tx tx, ApiKey key) {
        StoredApiKey row = StoredApiKey.of(key);
        tx.update("""
                UPDATE api_keys
                   SET name = :name, origins = :origins, agents = :agents, per_second = :perSecond, burst = :burst
                 WHERE tenant_id = :tenant AND key_id = :keyId
                """, row).execute();
        tx.update("DELETE FROM api_key_origins WHERE tenant_id = :tenant AND key_id = :keyId", row)
                .execute();
        insertOrigins(tx, row);
    }

    /**
     * The key's descendants share its limit from now on: those that shared the one above it, or none. Keys below another
     * one with a limit share it through that one.
     */
    static void shareLimit(Tx tx, ApiKey key) {
        KeyId above = key.family().limitOf();
        tx.update("""
                UPDATE api_keys SET limit_of = :key
                 WHERE tenant_id = :tenant AND key_id = ANY (:made) AND limit_of IS NOT DISTINCT FROM :above
                """)
                .bind("key", key.id().value())
                .bind(
                        "made",
                        descendants(tx, Set.of(key.id())).stream()
                                .map(KeyId::value)
                                .toArray(String[]::new))
                .bind("above", above == null ? null : above.value())
                .execute();
    }

    static Optional<ApiKey> find(Tx tx, KeyId id) {
        return tx.query("SELECT * FROM api_keys WHERE tenant_id = :tenant AND key_id = :key")
                .bind("key", id.value())
                .mapTo(StoredApiKey.class)
                .findOne()
                .flatMap(StoredApiKey::key);
    }

    /** Keys after the cursor, oldest first. */
    static Page<ApiKey> page(Tx tx, Page.Request page) {
        List<StoredApiKey> rows = tx.query("""
                        SELECT * FROM api_keys WHERE tenant_id = :tenant AND key_id > :after ORDER BY key_id LIMIT :rows
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredApiKey.class)
                .list();
        return Page.of(rows, page.limit(), StoredApiKey::keyId).mapPresent(StoredApiKey::key);
    }

    /** Whether the tenant has a key that is neither revoked nor expired at that time. */
    static boolean anyWorks(Tx tx, Instant now) {
        return tx.query("""
                        SELECT EXISTS (SELECT 1 FROM api_keys WHERE tenant_id = :tenant AND revoked_at IS NULL
                                          AND (expires_at IS NULL OR expires_at > :now))
                        """).bind("now", now).mapTo(Boolean.class).one();
    }

    /** Whether an operator's key that may create keys is neither revoked nor expired at that time. */
    static boolean anyMakesKeys(Tx tx, Instant now) {
        return tx.query("""
                        SELECT EXISTS (SELECT 1 FROM api_keys WHERE tenant_id = :tenant AND revoked_at IS NULL
                                          AND (expires_at IS NULL OR expires_at > :now) AND :scope = ANY (scopes))
                        """)
                .bind("now", now)
                .bind("scope", Scope.KEYS_WRITE.wire())
                .mapTo(Boolean.class)
                .one();
    }

    /** The tenant's keys that descend from these, nearest first; they may be another tenant's. */
    static List<KeyId> descendants(Tx tx, Collection<KeyId> makers) {
        return tx.query("""
                        WITH RECURSIVE made (key_id, depth) AS (
                            SELECT key_id, 1 FROM api_keys WHERE tenant_id = :tenant AND made_by = ANY (:makers)
                            UNION
                            SELECT k.key_id, made.depth + 1 FROM api_keys k JOIN made ON k.made_by = made.key_id
                             WHERE k.tenant_id = :tenant)
                        SELECT key_id FROM made ORDER BY depth, key_id
                        """)
                .bind("makers", makers.stream().map(KeyId::value).toArray(String[]::new))
                .mapTo(KeyId.class)
                .list();
    }

    /** Revokes the key; false if there is none. A key revoked before keeps its time. */
    static boolean revoke(Tx tx, KeyId id, Instant now) {
        int rows = tx.update("""
                        UPDATE api_keys SET revoked_at = COALESCE(revoked_at, :now)
                         WHERE tenant_id = :tenant AND key_id = :key
                        """).bind("key", id.value()).bind("now", now).execute();
        tx.update("DELETE FROM api_key_origins WHERE tenant_id = :tenant AND key_id = :key")
                .bind("key", id.value())
                .execute();
        return rows == 1;
    }

    /** Revokes every key of a deleted tenant and erases what people wrote in them; ids, scopes and times stay. */
    static void eraseAll(Tx tx, Instant now) {
        tx.update("""
                UPDATE api_keys SET name = '', origins = '{}', agents = '{}', revoked_at = COALESCE(revoked_at, :now)
                 WHERE tenant_id = :tenant
                """).bind("now", now).execute();
        tx.update("DELETE FROM api_key_origins WHERE tenant_id = :tenant").execute();
    }

    static void used(Tx tx, KeyId id, Instant at) {
        tx.update("""
                UPDATE api_keys SET last_used_at = GREATEST(last_used_at, :at)
                 WHERE tenant_id = :tenant AND key_id = :key
                """).bind("key", id.value()).bind("at", at).execute();
    }

    private static String word(KeyKind kind) {
        return switch (kind) {
            case OPERATOR -> "operator";
            case SECRET -> "secret";
            case PUBLISHABLE -> "publishable";
            case APP -> "app";
        };
    }
}
