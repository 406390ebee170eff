// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.app.Server;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.doctor.CheckResult.Status;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.PostgresExtension;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A migrated database, the environment of a server on it, and ways to break what {@code doctor} checks. */
public final class DoctorScene {
    /** The prefix of the roles' names. Roles are shared by the whole PostgreSQL, so nothing else may use it. */
    static final String PREFIX = "stagedoor_doctor";

    private static final String KEY = randomKey();

    private DoctorScene() {}

    static PostgresExtension migratedDatabase() {
        return PostgresExtension.preparedBy(
                "doctor", url -> migrate(url, PostgresExtension.adminUser(), PostgresExtension.adminPassword()));
    }

    static void migrate(String url, String admin, Secret password) {
        Server.migrate(
                new DatabaseSettings(url, PREFIX, 4, Duration.ofSeconds(4), admin, password),
                MasterKeys.parse(Secret.of(KEY)));
    }

    static String randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** The environment of a server on that database, with any free port. */
    static Map<String, String> environment(String url) {
        Map<String, String> environment = new HashMap<>();
        environment.put("STAGEDOOR_DATABASE_URL", url);
        environment.put("STAGEDOOR_DATABASE_ROLE_PREFIX", PREFIX);
        environment.put("STAGEDOOR_HTTP_PORT", "0");
        environment.put("STAGEDOOR_MASTER_KEY", KEY);
        return environment;
    }

    static List<CheckResult> examined(Map<String, String> environment) {
        return DoctorCommand.server(null, environment, Clock.systemUTC());
    }

    /** Failed checks, as "status what: why", one per line. */
    public static String complaints(List<CheckResult> results) {
        return results.stream()
                .filter(result -> result.status() != Status.OK)
                .map(result -> result.status() + " " + result.what() + ": " + result.why())
                .collect(Collectors.joining("\n"));
    }

    /** Runs a statement as the superuser; returns the first column of the result. */
    static List<String> admin(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        url,
                        PostgresExtension.adminUser(),
                        PostgresExtension.adminPassword().revealText());
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
