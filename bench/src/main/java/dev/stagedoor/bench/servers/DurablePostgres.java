// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The project's embedded PostgreSQL; does not start unless {@code fsync} and {@code synchronous_commit} are on. */
public final class DurablePostgres implements AutoCloseable {
    private static final List<String> MUST_BE_ON = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final EmbeddedPostgres postgres;

    private DurablePostgres(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static DurablePostgres start(Path folder) {
        DurablePostgres started = new DurablePostgres(EmbeddedPostgres.start(folder.resolve("postgres")));
        started.settings().forEach((setting, value) -> {
            if (MUST_BE_ON.contains(setting) && !value.equals("on")) {
                started.close();
                throw new IllegalStateException(setting + " is " + value + ": figures without durability say nothing");
            }
        });
        return started;
    }

    /** Its version, and the settings that make it durable. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server_version", one("postgres", "SHOW server_version"));
        MUST_BE_ON.forEach(setting -> settings.put(setting, one("postgres", "SHOW " + setting)));
        return settings;
    }

    /** Creates the database unless it exists. */
    public String database(String name) {
        postgres.ensureDatabase(name);
        return postgres.jdbcUrl(name);
    }

    public void run(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("in the database " + database, e);
        }
    }

    /** The single value {@code query} returns. */
    public String one(String database, String query) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("in the database " + database, e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(database), adminUser(), password().revealText());
    }

    public String adminUser() {
        return postgres.adminUser();
    }

    public Secret password() {
        return postgres.password();
    }

    public int port() {
        return postgres.port();
    }

    public CpuTime used() {
        return CpuTime.ofTree(postgres.pid());
    }

    public long pid() {
        return postgres.pid();
    }

    @Override
    public void close() {
        postgres.close();
    }
}
