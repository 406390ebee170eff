// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.TenantId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A held ledger row")
class HeldRowTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @BeforeAll
    static void table() {
        DB.admin("CREATE TABLE notes (tenant_id text, note text)");
        DB.admin("GRANT ALL ON notes TO " + Role.APP.in(TestDatabase.PREFIX));
    }

    @Test
    @DisplayName("is one transaction of its thread's reads and first write; another's change waits for it")
    void one_transaction() throws Exception {
        CompletableFuture<Integer> other = new CompletableFuture<>();

        long seen = DB.database().holding(TenantId.PLATFORM, () -> {
            long first = transaction();
            Thread.ofVirtual().start(() -> other.complete(note("other")));
            assertThat(DB.database().holds(TenantId.PLATFORM)).isTrue();
            assertThat(transaction()).isEqualTo(first);
            assertThat(other).isNotDone();
            note("held");
            assertThat(DB.database().holds(TenantId.PLATFORM))
                    .as("after its first commit")
                    .isFalse();
            return first;
        });

        assertThat(other.get(30, TimeUnit.SECONDS)).isOne();
        assertThat(seen).isNotEqualTo(transaction());
    }

    @Test
    @DisplayName("stays held when a write fails, which leaves nothing behind")
    void a_failed_write() {
        int kept = DB.database().holding(TenantId.PLATFORM, () -> {
            assertThatThrownBy(() -> DB.database().write(TenantId.PLATFORM, tx -> {
                        insert(tx, "lost");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(DB.database().holds(TenantId.PLATFORM)).isTrue();
            return note("kept");
        });

        assertThat(kept).isOne();
        assertThat(count("lost")).isZero();
        assertThat(count("kept")).isOne();
    }

    @Test
    @DisplayName("is given back without a trace when the work never writes, or fails")
    void given_back() {
        assertThatThrownBy(() -> DB.database().holding(TenantId.PLATFORM, () -> {
                    transaction();
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(note("next")).isOne();
    }

    private static int note(String note) {
        return DB.database().write(TenantId.PLATFORM, tx -> insert(tx, note));
    }

    private static int insert(Tx tx, String note) {
        return tx.update("INSERT INTO notes (tenant_id, note) VALUES (:tenant, :note)")
                .bind("note", note)
                .execute();
    }

    private static long count(String note) {
        return DB.database()
                .read(
                        TenantId.PLATFORM,
                        tx -> tx.query("SELECT count(*) FROM notes WHERE tenant_id = :tenant AND note = :note")
                                .bind("note", note)
                                .mapTo(Long.class)
                                .one());
    }

    /** When the transaction of a read began, in microseconds: it tells one transaction from another. */
    private static long transaction() {
        return DB.database()
                .read(
                        TenantId.PLATFORM,
                        tx -> tx.query("SELECT (extract(epoch FROM now()) * 1000000)::bigint WHERE :tenant <> ''")
                                .mapTo(Long.class)
                                .one());
    }
}
