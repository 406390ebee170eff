// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.MasterKeyCheck;
import dev.stagedoor.db.Migrations;
import dev.stagedoor.db.PostgresVersion;
import dev.stagedoor.db.Role;
import dev.stagedoor.db.RolePasswords;
import dev.stagedoor.kernel.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Checks the database as the server's own roles: reachable, new enough, migrated, bound by row-level security, and
 * durable. Every session is read-only.
 */
final class CheckDatabase {
    private static final String WRONG_PASSWORD = "28P01";
    private static final String DATABASE = "database";
    private static final String ROLES = "database roles";
    private static final String SEALED = "sealed data";

    private final DatabaseSettings settings;
    private final MasterKeys keys;
    private final Map<Role, Secret> passwords;
    private final Clock clock;
    private final List<CheckResult> results = new ArrayList<>();

    private CheckDatabase(DatabaseSettings settings, MasterKeys keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.passwords = RolePasswords.of(keys);
        this.clock = clock;
    }

    /** The results; {@code clock} is this machine's. */
    static List<CheckResult> of(DatabaseSettings settings, MasterKeys keys, Clock clock) {
        CheckDatabase check = new CheckDatabase(settings, keys, clock);
        check.run();
        return List.copyOf(check.results);
    }

    private void run() {
        Map<Role, Connection> entered = new EnumMap<>(Role.class);
        try {
            if (!enter(entered)) {
                return;
            }
            look(entered);
        } catch (SQLException lost) {
            results.add(CheckResult.failed(DATABASE, String.valueOf(lost.getMessage()), null));
        } finally {
            entered.values().forEach(CheckDatabase::end);
        }
    }

    /** Logs in as each role; false, with the reason reported, unless all can. */
    private boolean enter(Map<Role, Connection> entered) {
        for (Role role : Role.values()) {
            try {
                entered.put(role, connect(role));
            } catch (SQLException refused) {
                results.add(refusal(role, refused));
                return false;
            }
        }
        return true;
    }

    private CheckResult refusal(Role role, SQLException refused) {
        String why = String.valueOf(refused.getMessage());
        if (WRONG_PASSWORD.equals(refused.getSQLState())) {
            return wrongKey();
        }
        if (isRefusal(refused)) {
            return CheckResult.failed(
                    ROLES,
                    role.in(settings.rolePrefix()) + " cannot log in: " + why,
                    "run stagedoor migrate, if it has not run here; otherwise let the role log in (pg_hba.conf)");
        }
        if ("3D000".equals(refused.getSQLState())) {
            return CheckResult.failed(DATABASE, where() + ": " + why, "create it, then run stagedoor migrate");
        }
        return CheckResult.failed(
                DATABASE, where() + " cannot be reached: " + why, "start PostgreSQL, or correct database.url");
    }

    /** Never advises to migrate with a key that may be wrong: that would lock out the nodes that work. */
    private CheckResult wrongKey() {
        return MasterKeyCheck.current(settings.url(), settings.rolePrefix(), keys)
                .map(older -> CheckResult.failed(
                        ROLES,
                        "they have the passwords of the master key " + older.id() + ", and "
                                + keys.primary().id() + " is now the first",
                        "run stagedoor migrate, which sets those of the first key"))
                .orElseGet(() -> CheckResult.failed(
                        ROLES,
                        settings.rolePrefix() + "_… cannot log in with the master key " + keys.ids(),
                        "on a new database, run stagedoor migrate; on one that is in use, take the key file of the"
                                + " nodes that work"));
    }

    private static boolean isRefusal(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("28");
    }

    private Connection connect(Role role) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", role.in(settings.rolePrefix()));
        login.setProperty(
                "password", Objects.requireNonNull(passwords.get(role)).revealText());
        login.setProperty("currentSchema", Migrations.SCHEMA);
        login.setProperty("ApplicationName", "stagedoor doctor");
        login.setProperty("connectTimeout", "5");
        login.setProperty("loginTimeout", "5");
        login.setProperty("socketTimeout", "10");
        login.setProperty("options", "-c default_transaction_read_only=on -c lock_timeout=3s");
        return DriverManager.getConnection(settings.url(), login);
    }

    private void look(Map<Role, Connection> entered) throws SQLException {
        DoctorStore app = new DoctorStore(Objects.requireNonNull(entered.get(Role.APP)));
        results.add(version(app.setting("server_version"), Integer.parseInt(app.setting("server_version_num"))));
        CheckSchema schema = new CheckSchema(settings, Objects.requireNonNull(passwords.get(Role.DIRECTORY)));
        results.addAll(schema.look(app));
        if (results.stream().noneMatch(result -> result.status() == CheckResult.Status.FAILED)) {
            results.add(sealed(new DoctorStore(Objects.requireNonNull(entered.get(Role.DIRECTORY)))));
        }
        CheckRoles roles = new CheckRoles(settings.rolePrefix());
        for (Map.Entry<Role, Connection> each : entered.entrySet()) {
            roles.look(each.getKey(), new DoctorStore(each.getValue()));
        }
        results.addAll(roles.results());
        results.add(CheckClocks.of(clock, app::now));
    }

    private CheckResult sealed(DoctorStore directory) throws SQLException {
        try {
            keys.requireOpening(directory.masterKeysInUse());
            return CheckResult.ok(SEALED, "opens with the master key " + keys.ids());
        } catch (MasterKeyRefused refused) {
            return CheckResult.failed(SEALED, String.valueOf(refused.getMessage()), null);
        }
    }

    private CheckResult version(String name, int number) {
        return version(where(), name, number);
    }

    /** {@code number} is PostgreSQL's version number: 160004 for 16.4. */
    static CheckResult version(String where, String name, int number) {
        return new PostgresVersion(number, name).isSupported()
                ? CheckResult.ok(DATABASE, where + ", PostgreSQL " + name)
                : CheckResult.failed(DATABASE, where + " is PostgreSQL " + name, "upgrade to PostgreSQL 16 or newer");
    }

    /** The URL without parameters, which may contain a password. */
    private String where() {
        return settings.url().replaceFirst("\\?.*", "");
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The session has ended either way.
        }
    }
}
