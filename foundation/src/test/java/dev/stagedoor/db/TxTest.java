// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static String ended(Tx tx, AtomicInteger tries, int times, String state) {
        if (tries.incrementAndGet() <= times) {
            tx.handle().execute("DO $$ BEGIN RAISE EXCEPTION 'for another' USING ERRCODE = '" + state + "'; END $$");
        }
        return "stored";
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "55P03"})
    @DisplayName(
            "are done once more where PostgreSQL ended them by a deadlock or a lock held for too long, and not twice")
    void once_more(String state) {
        AtomicInteger tries = new AtomicInteger();

        String stored = DB.database().storeAgain(TenantId.PLATFORM, tx -> ended(tx, tries, 1, state));

        assertThat(stored).isEqualTo("stored");

        assertThat(tries).hasValue(2);
        AtomicInteger more = new AtomicInteger();
        assertThatThrownBy(() -> DB.database().storeAgain(TenantId.PLATFORM, tx -> ended(tx, more, 9, state)))
                .isInstanceOfSatisfying(
                        Problem.class, busy -> assertThat(busy.code()).isEqualTo(ErrorCode.BUSY));
        assertThat(more).hasValue(2);
        AtomicInteger broken = new AtomicInteger();
        assertThatThrownBy(() -> DB.database().storeAgain(TenantId.PLATFORM, tx -> ended(tx, broken, 9, "22012")))
                .isNotInstanceOf(Problem.class);
        assertThat(broken).hasValue(1);
    }

    @Test
    @DisplayName("may begin with a query in the same round trip, which is the tenant's as all others")
    void opening() {
        Tx.Opening<String> first = new Tx.Opening<>(
                "SELECT :tenant || :word || current_tenant()", query -> query.bind("word", " is "), rows -> {
                    rows.next();
                    return rows.getString(1);
                });

        String all = DB.database().store(TenantId.PLATFORM, first, (tx, said) -> said + ' ' + tx.tenant());
        assertThat(all).isEqualTo("ten_platform is ten_platform " + TenantId.PLATFORM);
        assertThatThrownBy(() ->
                        DB.database().store(new TenantId("ten_01hf7yat00000000000000000a"), first, (tx, said) -> said))
                .isInstanceOfSatisfying(
                        Problem.class, none -> assertThat(none.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> new Tx.Opening<>("SELECT 1", query -> {}, rows -> 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
