// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName(
        "I7: before PostgreSQL has counted the rows of a table that fills quickly, a lookup by key reads no others")
class KeyLookupsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat_users",
                "chat_user_assignments",
                "chat_user_slots",
                "sessions",
                "chats",
                "chat_messages",
                "ui_sessions",
                "ui_events",
                "user_files"
            })
    void the_plan_that_is_kept_uses_the_whole_key(String table) throws SQLException {
        List<String> key = SERVER.column("""
                SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                 WHERE i.indrelid = '%s'::regclass AND i.indisprimary
                """.formatted(table));
        assertThat(key).hasSizeGreaterThan(1).contains("tenant_id");

        String plan = keptPlan(table, key);

        assertThat(plan).contains("Index Cond").doesNotContain("Filter:");
    }

    private static String keptPlan(String table, List<String> key) throws SQLException {
        String wanted = IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i) + " = $" + (i + 1))
                .collect(Collectors.joining(" AND "));
        String nulls = key.stream().map(any -> "NULL").collect(Collectors.joining(", "));
        try (Connection connection = SERVER.asAdmin();
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE lookup AS SELECT 1 FROM " + table + " WHERE " + wanted + " FOR KEY SHARE");
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery("EXPLAIN EXECUTE lookup (" + nulls + ')')) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }
}
