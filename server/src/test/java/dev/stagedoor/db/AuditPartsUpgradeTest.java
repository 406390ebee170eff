// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("E6: an audit without parts is its own first part after the migration, with every entry")
class AuditPartsUpgradeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.at("336");

    @RegisterExtension
    static final TestDatabase PREPARED = TestDatabase.at("336");

    private static final String ENTRY = """
        INSERT INTO audit_entries SELECT 'ten_platform', %d, 'aud_1', %s, 'a', 'b', 'call_1', 'd', '{}', hash, hash
          FROM tenant_ledger WHERE tenant_id = 'ten_platform'\
        """;

    private static void migrated(TestDatabase database, Consumer<TestDatabase> before) {
        database.admin(ENTRY.formatted(1, "now() - interval '2 years'"));
        // A node whose clock is ahead.
        database.admin(ENTRY.formatted(2, "now() + interval '40 days'"));
        before.accept(database);

        database.migrate();

        assertThat(database.column("SELECT tableoid::regclass || ' ' || seq FROM audit_entries ORDER BY seq"))
                .containsExactly("audit_entries_before 1", "audit_entries_before 2");
        database.admin(ENTRY.formatted(3, "now()"));
        database.admin(ENTRY.formatted(4, "now() + interval '90 days'"));
        database.admin(ENTRY.formatted(5, "now() + interval '9 years'"));
        assertThat(database.count("SELECT count(*) FROM audit_entries")).isEqualTo(5);
        assertThat(database.column("SELECT tableoid::regclass FROM audit_entries WHERE seq = 5"))
                .containsExactly("audit_entries_other");
    }

    @Test
    void with_what_it_had() {
        migrated(DB, database -> {});
    }

    @Test
    void with_the_index_that_an_operator_had_built_before_so_that_nobody_waits() {
        migrated(
                PREPARED,
                database -> database.admin("CREATE UNIQUE INDEX CONCURRENTLY audit_entries_by_time"
                        + " ON audit_entries (tenant_id, seq, at)"));

        assertThat(PREPARED.column("SELECT indexrelid::regclass FROM pg_index"
                        + " WHERE indrelid = 'audit_entries_before'::regclass ORDER BY 1"))
                .isEqualTo(List.of("audit_entries_before_of_calls", "audit_entries_before_pkey"));
    }
}
