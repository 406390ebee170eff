// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.SharedPostgres;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An installation on a database of its own, made and started as an operator does. Its roles have the database's name as
 * their prefix.
 *
 * @param database      the database
 * @param prefix        the prefix of the roles
 * @param adminUser     who migrates
 * @param adminPassword that user's password
 */
record Installed(String database, String prefix, String adminUser, Secret adminPassword) {
    /** On a new, empty database that the superuser owns. */
    static Installed on(String database) {
        SharedPostgres.get().ensureDatabase(database);
        return new Installed(
                database,
                database,
                SharedPostgres.get().adminUser(),
                SharedPostgres.get().password());
    }

    /** On a new, empty database, with the role names of this one. */
    Installed besides(String other) {
        SharedPostgres.get().ensureDatabase(other);
        return new Installed(other, prefix, adminUser, adminPassword);
    }

    /** A new master key, in the form of the key file. */
    static String newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** {@code stagedoor migrate} with these master keys; the first operator key, if it is new. */
    Optional<Secret> migrate(String keys) {
        Server.migrate(settings(), parsed(keys));
        return Server.bootstrap(config(), parsed(keys), Clock.systemUTC());
    }

    /** {@code stagedoor serve} with these master keys. */
    Server serve(String keys) {
        return Server.start(config(), parsed(keys), Clock.systemUTC());
    }

    private static MasterKeys parsed(String keys) {
        return MasterKeys.parse(Secret.of(keys));
    }

    private AppConfig config() {
        return TestConfig.local(settings());
    }

    private DatabaseSettings settings() {
        return new DatabaseSettings(url(), prefix, 4, Duration.ofSeconds(4), adminUser, adminPassword);
    }

    String url() {
        return SharedPostgres.get().jdbcUrl(database);
    }

    /** Every row, right and password of the installation, as the superuser sees them. */
    List<String> everything() {
        List<String> all =
                new ArrayList<>(sql("SELECT rolname || coalesce(rolpassword, '') FROM pg_authid WHERE rolname LIKE '"
                        + prefix + "\\_%' ORDER BY 1"));
        all.addAll(sql("SELECT p.oid || coalesce(p.proacl::text, '') FROM pg_proc p"
                + " WHERE p.pronamespace = to_regnamespace('stagedoor') ORDER BY 1"));
        for (String table : sql("SELECT oid::regclass FROM pg_class WHERE relkind = 'r'"
                + " AND relnamespace = to_regnamespace('stagedoor') ORDER BY 1")) {
            all.add(table
                    + sql("SELECT relrowsecurity || ' ' || relforcerowsecurity || coalesce(relacl::text, '')"
                            + " FROM pg_class WHERE oid = '" + table + "'::regclass"));
            all.addAll(sql("SELECT t::text FROM " + table + " t ORDER BY 1"));
        }
        return all;
    }

    /** Runs a statement as the superuser; the first column of its result. */
    List<String> sql(String sql) {
        String superuser = SharedPostgres.get().adminUser();
        String password = SharedPostgres.get().password().revealText();
        try (Connection connection = DriverManager.getConnection(url(), superuser, password);
                Statement statement = connection.createStatement()) {
            List<String> column = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet row = statement.getResultSet();
                while (row.next()) {
                    column.add(row.getString(1));
                }
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
