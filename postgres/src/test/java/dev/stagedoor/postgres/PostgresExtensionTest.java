// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Each registered extension has its own database, copied from a template prepared once")
class PostgresExtensionTest {
    private static final AtomicInteger PREPARED = new AtomicInteger();

    @RegisterExtension
    static final PostgresExtension ONE = PostgresExtension.preparedBy("extension_test", PostgresExtensionTest::prepare);

    @RegisterExtension
    static final PostgresExtension OTHER =
            PostgresExtension.preparedBy("extension_test", PostgresExtensionTest::prepare);

    private static void prepare(String url) {
        PREPARED.incrementAndGet();
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE words AS SELECT 'from the template' AS word");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(
                url,
                PostgresExtension.adminUser(),
                PostgresExtension.adminPassword().revealText());
    }

    private static int words(PostgresExtension database) throws SQLException {
        try (Connection connection = connect(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM words")) {
            count.next();
            return count.getInt(1);
        }
    }

    @Test
    void copies() throws SQLException {
        assertThat(words(OTHER)).isEqualTo(1);
        try (Connection connection = connect(ONE.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO words VALUES ('only here')");
        }
        assertThat(words(ONE)).isEqualTo(2);
        assertThat(words(OTHER)).isEqualTo(1);
        assertThat(PREPARED).hasValue(1);
    }
}
