// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.postgres.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The backup role of docs/operations.md reads every row, as pg_dump does, and writes none")
@Tag("slow")
class BackupTest {
    private static final Installed INSTALLED = Installed.on("backed_up");
    private static List<String> tables = List.of();

    @BeforeAll
    static void as_the_document_says() throws IOException {
        INSTALLED.migrate(Installed.newKey());
        INSTALLED.sql(statements());
        tables = INSTALLED.sql("SELECT c.oid::regclass FROM pg_class c WHERE c.relkind = 'r'"
                + " AND c.relnamespace = to_regnamespace('stagedoor')");
    }

    private static String statements() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        Matcher block = Pattern.compile("```sql\\n(CREATE ROLE stagedoor_backup .*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static Statement as(String role, String password) throws SQLException {
        Connection connection = DriverManager.getConnection(SharedPostgres.get().jdbcUrl("backed_up"), role, password);
        Statement statement = connection.createStatement();
        // As pg_dump does: a row that would be left out is an error.
        statement.execute("SET row_security = off");
        return statement;
    }

    @Test
    void every_table_can_be_copied_whole() throws SQLException {
        assertThat(tables).hasSizeGreaterThan(10);
        try (Statement backup = as("stagedoor_backup", "…");
                Connection open = backup.getConnection()) {
            for (String table : tables) {
                var rows = backup.executeQuery("SELECT count(*) FROM " + table);
                rows.next();
                assertThat(rows.getString(1))
                        .as(table)
                        .isEqualTo(
                                INSTALLED.sql("SELECT count(*) FROM " + table).getFirst());
            }
            assertThat(open.isClosed()).isFalse();
        }
    }

    @Test
    void nothing_can_be_changed_and_without_bypassrls_nothing_is_read() throws SQLException {
        try (Statement backup = as("stagedoor_backup", "…");
                Connection open = backup.getConnection()) {
            assertThatThrownBy(() -> backup.execute("DELETE FROM stagedoor.tenant_ledger"))
                    .hasMessageContaining("read-only transaction");
            assertThat(open.isClosed()).isFalse();
        }
        INSTALLED.sql("CREATE ROLE backed_up_bound LOGIN PASSWORD 'x' IN ROLE pg_read_all_data");
        try (Statement bound = as("backed_up_bound", "x");
                Connection open = bound.getConnection()) {
            assertThatThrownBy(() -> bound.execute("SELECT * FROM stagedoor.tenant_ledger"))
                    .hasMessageContaining("row-level security");
            assertThat(open.isClosed()).isFalse();
        }
    }
}
