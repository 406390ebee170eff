// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Plain SQL as the administrator, each statement on its own connection. */
final class Sql {
    private Sql() {}

    static void run(EmbeddedPostgres postgres, String database, String sql) throws SQLException {
        try (Connection connection = connect(postgres, database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of all rows. */
    static List<String> column(EmbeddedPostgres postgres, String database, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect(postgres, database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static Connection connect(EmbeddedPostgres postgres, String database) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(database),
                postgres.adminUser(),
                postgres.password().revealText());
    }
}
