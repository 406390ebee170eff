// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import dev.stagedoor.e2e.StartedDev;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL in a data folder, read as its administrator. */
final class DevDatabase {
    private static final String EVERY_TABLE = """
        SELECT format('SELECT to_jsonb(t)::text FROM %I.%I t', n.nspname, c.relname)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        """;

    private final Path folder;

    DevDatabase(StartedDev dev) {
        this.folder = dev.data().resolve("postgres");
    }

    /** The administrator's password. */
    String password() {
        try {
            return Files.readString(folder.resolve("password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port it listens on. */
    int port() {
        try {
            return Integer.parseInt(
                    Files.readAllLines(folder.resolve("cluster/postmaster.pid")).get(3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its JDBC URL. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/stagedoor";
    }

    /** Every row of every table, the roles, the functions and the queries currently running. */
    String dump() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", password())) {
            List<String> rows = new ArrayList<>();
            for (String select : column(connection, EVERY_TABLE)) {
                rows.addAll(column(connection, select));
            }
            rows.addAll(column(connection, "SELECT a::text FROM pg_authid a"));
            rows.addAll(column(connection, "SELECT prosrc FROM pg_proc WHERE prosrc IS NOT NULL"));
            rows.addAll(column(connection, "SELECT query FROM pg_stat_activity WHERE query IS NOT NULL"));
            return String.join("\n", rows);
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
