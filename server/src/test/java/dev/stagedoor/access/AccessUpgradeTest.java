// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.UpgradeRows;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Burst;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** E6: API keys written by an older version, and by a newer one. */
class AccessUpgradeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TenantId TENANT = new TenantId("ten_01kjmma2g02zx4t2qcanjgw6t8");
    private static final KeyId PUBLISHABLE = new KeyId("key_01kjmma2g0mq5p26fyf76f5t5q");
    private static final KeyId SECRET = new KeyId("key_01kjmma2g0t298x3k6p0xys4vg");
    private static final KeyId OPERATOR = new KeyId("key_01kjmma2g0p9600djpem858v1g");
    private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    @BeforeAll
    static void theFirstVersionsRows() {
        UpgradeRows.load(DB, "access.sql");
    }

    @Test
    void rows_of_the_first_version_are_read() {
        assertThat(find(TENANT, SECRET))
                .contains(new ApiKey(
                        SECRET,
                        KeyKind.SECRET,
                        "backend",
                        ApiKey.Rights.of(Set.of(Scope.TOKENS_MINT, Scope.CALLS_READ)),
                        ApiKey.Life.from(CREATED, Instant.parse("2027-03-01T12:00:00Z")),
                        ApiKey.Family.NONE));
        assertThat(find(TENANT, PUBLISHABLE))
                .contains(new ApiKey(
                        PUBLISHABLE,
                        KeyKind.PUBLISHABLE,
                        "page",
                        new ApiKey.Rights(
                                Set.of(Scope.TOKENS_MINT),
                                Set.of("https://app.example.com"),
                                Set.of("greeter"),
                                new Burst(2, 4)),
                        ApiKey.Life.from(CREATED, null),
                        ApiKey.Family.NONE));
        ApiKey operator = find(TenantId.PLATFORM, OPERATOR).orElseThrow();
        assertThat(operator.rights().scopes()).contains(Scope.TENANTS_WRITE, Scope.AUDIT_READ);
        assertThat(operator.life().lastUsedAt()).isEqualTo(CREATED);
    }

    @Test
    void an_operators_key_that_held_every_scope_holds_the_later_ones_and_a_narrower_one_stays_narrow()
            throws IOException {
        KeyId narrow = new KeyId("key_01kjmma2g0p9600djpem858v1h");
        copy(OPERATOR, narrow);
        DB.admin("UPDATE api_keys SET scopes = array_remove(scopes, 'tenants:write') WHERE key_id = '" + narrow + "'");

        DB.admin(migration("V212__operators_of_models.sql"));
        DB.admin(migration("V260__operators_of_app_users.sql"));
        DB.admin(migration("V291__operators_of_numbers.sql"));
        DB.admin(migration("V303__operators_of_pii.sql"));
        DB.admin(migration("V311__operators_of_webhooks.sql"));

        assertThat(scopes(TenantId.PLATFORM, OPERATOR)).containsExactlyInAnyOrder(Scope.values());
        assertThat(scopes(TenantId.PLATFORM, narrow))
                .contains(Scope.TENANTS_READ)
                .doesNotContain(
                        Scope.TENANTS_WRITE,
                        Scope.RUNS_READ,
                        Scope.MODELS_LEASE,
                        Scope.SESSIONS_READ,
                        Scope.NUMBERS_READ,
                        Scope.PII_READ,
                        Scope.EVENTS_READ);
        assertThat(scopes(TENANT, SECRET)).containsExactlyInAnyOrder(Scope.TOKENS_MINT, Scope.CALLS_READ);
    }

    private static Set<Scope> scopes(TenantId tenant, KeyId key) {
        return find(tenant, key).orElseThrow().rights().scopes();
    }

    private static String migration(String file) throws IOException {
        try (InputStream sql = AccessUpgradeTest.class.getResourceAsStream("/db/migration/" + file)) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_scope_this_version_does_not_know_gives_nothing() {
        KeyId newer = copy("key_01kjmma2g0t298x3k6p0xys4v1");
        DB.admin("UPDATE api_keys SET scopes = '{calls:read,calls:dream}' WHERE key_id = '" + newer + "'");

        assertThat(find(TENANT, newer).orElseThrow().rights().scopes()).containsExactly(Scope.CALLS_READ);
    }

    @Test
    void a_key_of_a_kind_this_version_does_not_know_opens_nothing_and_is_left_out_of_the_list() {
        DB.admin("ALTER TABLE api_keys DROP CONSTRAINT api_keys_kind_check");
        KeyId newer = copy("key_01kjmma2g0t298x3k6p0xys4v0");
        DB.admin("UPDATE api_keys SET kind = 'session' WHERE key_id = '" + newer + "'");

        assertThat(find(TENANT, newer)).isEmpty();
        Page<ApiKey> all = DB.database().read(TENANT, tx -> ApiKeyStore.page(tx, new Page.Request(200, null)));
        assertThat(all.items())
                .extracting(ApiKey::id)
                .contains(PUBLISHABLE, SECRET)
                .doesNotContain(newer);
        Page<ApiKey> first =
                DB.database().read(TENANT, tx -> ApiKeyStore.page(tx, new Page.Request(1, PUBLISHABLE.value())));
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isEqualTo(newer.value());
    }

    private static KeyId copy(String id) {
        KeyId copy = new KeyId(id);
        copy(SECRET, copy);
        return copy;
    }

    private static void copy(KeyId of, KeyId copy) {
        DB.admin("INSERT INTO api_keys (tenant_id, key_id, kind, name, scopes, origins, agents, created_at)"
                + " SELECT tenant_id, '" + copy + "', kind, name, scopes, origins, agents, created_at FROM api_keys"
                + " WHERE key_id = '" + of + "'");
    }

    private static Optional<ApiKey> find(TenantId tenant, KeyId key) {
        return DB.database().read(tenant, tx -> ApiKeyStore.find(tx, key));
    }
}
