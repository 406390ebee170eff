// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A transaction's statements")
class TxTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    record StoredThing(
            TenantId tenantId,
            KeyId id,
            String name,
            Set<String> tags,
            @Nullable Instant seenAt,
            @Nullable Integer size,
            Hash hash) {}

    record Leaky(TenantId tenantId, Secret secret) {}

    @BeforeAll
    static void table() {
        DB.admin("CREATE TABLE things (tenant_id text, id text, name text, tags text[], seen_at timestamptz, size int,"
                + " hash bytea)");
        DB.admin("GRANT ALL ON things TO " + Role.APP.in(TestDatabase.PREFIX));
    }

    @Test
    @DisplayName("have the tenant bound, and map records, ids, times and lists")
    void round_trip() {
        Hash hash = Hash.of(new byte[32]);
        var full = new StoredThing(TenantId.PLATFORM, KeyId.next(AT), "a", Set.of("x", "y"), AT, 3, hash);
        var bare = new StoredThing(TenantId.PLATFORM, KeyId.next(AT), "b", Set.of(), null, null, hash);
        List<StoredThing> read = DB.database().write(TenantId.PLATFORM, tx -> {
            for (StoredThing thing : List.of(full, bare)) {
                int rows = tx.update("""
                        INSERT INTO things (tenant_id, id, name, tags, seen_at, size, hash)
                        VALUES (:tenant, :id, :name, :tags, :seenAt, :size, :hash)
                        """, thing).execute();
                assertThat(rows).isOne();
            }
            return tx.query("SELECT * FROM things WHERE tenant_id = :tenant ORDER BY name")
                    .mapTo(StoredThing.class)
                    .list();
        });
        assertThat(read).containsExactly(full, bare);
    }

    @Test
    @DisplayName("read single columns as ids, times and counts")
    void columns() {
        var id = DB.database()
                .read(
                        TenantId.PLATFORM,
                        tx -> tx.query("SELECT :tenant").mapTo(TenantId.class).one());
        var at = DB.database()
                .read(
                        TenantId.PLATFORM,
                        tx -> tx.query("SELECT CAST(:at AS timestamptz) WHERE :tenant <> ''")
                                .bind("at", AT)
                                .mapTo(Instant.class)
                                .one());
        assertThat(id).isEqualTo(TenantId.PLATFORM);
        assertThat(at).isEqualTo(AT);
    }

    @Test
    @DisplayName("are refused when they do not name the tenant")
    void without_a_tenant() {
        assertThatThrownBy(() -> DB.database()
                        .read(
                                TenantId.PLATFORM,
                                tx -> tx.query("SELECT * FROM things WHERE id = :id")
                                        .bind("id", "x")
                                        .mapToMap()
                                        .list()))
                .hasMessageContaining("tenant");
    }

    @Test
    @DisplayName("are never mapped to a record with a secret")
    void no_secrets() {
        assertThatThrownBy(() -> DB.database()
                        .read(
                                TenantId.PLATFORM,
                                tx -> tx.query("SELECT :tenant AS tenant_id, '' AS secret")
                                        .mapTo(Leaky.class)
                                        .one()))
                .hasMessageContaining("contains a Secret");
    }
}
