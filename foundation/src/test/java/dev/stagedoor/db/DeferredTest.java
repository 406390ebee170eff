// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A statement that may wait")
class DeferredTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static PostgresProxy proxy;
    private static Database behindProxy;

    @BeforeAll
    static void table() throws IOException {
        DB.admin("CREATE TABLE lines (tenant_id text, nth int GENERATED ALWAYS AS IDENTITY, line text UNIQUE)");
        DB.admin("GRANT ALL ON lines TO " + Role.APP.in(TestDatabase.PREFIX));
        proxy = new PostgresProxy(DB.jdbcUrl());
        behindProxy = DB.node(proxy.jdbcUrl());
    }

    @AfterAll
    static void close() {
        proxy.close();
    }

    @BeforeEach
    void empty() {
        DB.admin("TRUNCATE lines");
    }

    @Test
    void is_sent_with_the_commit_in_one_round_trip() {
        store(tx -> later(tx, "warm", "up"));
        int before = proxy.roundTrips();

        store(tx -> later(tx, "a", "b", "c"));

        assertThat(proxy.roundTrips() - before)
                .as("open; three statements and COMMIT")
                .isEqualTo(2);
        assertThat(lines()).containsExactly("warm", "up", "a", "b", "c");
    }

    @Test
    void is_sent_before_the_next_statement_which_sees_it() {
        List<String> seen = behindProxy.write(TenantId.PLATFORM, tx -> {
            later(tx, "a");
            insert(tx, "b");
            later(tx, "c");
            return lines(tx);
        });

        assertThat(seen).containsExactly("a", "b", "c");
        assertThat(lines()).containsExactly("a", "b", "c");
    }

    @Test
    void is_undone_with_its_transaction() {
        assertThatThrownBy(() -> store(tx -> {
                    later(tx, "a");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(lines()).isEmpty();
    }

    @Test
    void undoes_its_transaction_if_postgres_refuses_it_at_the_commit() {
        store(tx -> insert(tx, "a"));

        assertThatThrownBy(() -> store(tx -> later(tx, "b", "a")))
                .satisfies(refused ->
                        assertThat(SqlState.isUniqueViolation(refused)).isTrue());

        assertThat(lines()).containsExactly("a");
    }

    @Test
    void of_a_write_that_fails_is_not_part_of_the_next_by_the_same_held_row() {
        DB.database().holding(TenantId.PLATFORM, () -> {
            assertThatThrownBy(() -> DB.database().write(TenantId.PLATFORM, tx -> {
                        later(tx, "lost");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            return DB.database().write(TenantId.PLATFORM, tx -> later(tx, "kept"));
        });

        assertThat(lines()).containsExactly("kept");
    }

    @Test
    void names_the_tenant_and_binds_what_it_names() {
        assertThatThrownBy(() -> store(tx -> tx.later("DELETE FROM lines"))).hasMessageContaining(":tenant");
        assertThatThrownBy(() -> store(tx -> {
                    tx.later("DELETE FROM lines WHERE tenant_id = :tenant AND line = :line")
                            .send();
                    return tx;
                }))
                .hasMessageContaining("line");
    }

    private static void store(Function<Tx, Object> work) {
        behindProxy.store(TenantId.PLATFORM, work);
    }

    private static int later(Tx tx, String... lines) {
        for (String line : lines) {
            tx.later("INSERT INTO lines (tenant_id, line) VALUES (:tenant, :line)")
                    .bind("line", line)
                    .send();
        }
        return lines.length;
    }

    private static int insert(Tx tx, String line) {
        return tx.update("INSERT INTO lines (tenant_id, line) VALUES (:tenant, :line)")
                .bind("line", line)
                .execute();
    }

    private static List<String> lines() {
        return DB.database().read(TenantId.PLATFORM, DeferredTest::lines);
    }

    private static List<String> lines(Tx tx) {
        return tx.query("SELECT line FROM lines WHERE tenant_id = :tenant ORDER BY nth")
                .mapTo(String.class)
                .list();
    }
}
