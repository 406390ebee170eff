// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.kernel.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the database to this version: schema, roles and privileges. Run as the migrating user, which owns everything
 * and never serves requests.
 */
public final class Migrations {
    /** The schema everything is in. */
    public static final String SCHEMA = "stagedoor";

    private final String jdbcUrl;
    private final String user;
    private final Secret password;

    /** {@code user} may create roles, and a schema in the database of {@code jdbcUrl}; it need not be a superuser. */
    public Migrations(String jdbcUrl, String user, Secret password) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
    }

    /**
     * Creates what is missing and runs pending migrations; safe to repeat. Returns how many migrations ran.
     *
     * @throws MasterKeyRefused if what is stored was sealed with another master key; nothing is changed then
     * @throws DatabaseRefused  if this database, or what the user may do in it, does not allow it
     */
    public int run(String rolePrefix, MasterKeys keys) {
        return run(rolePrefix, RolePasswords.of(keys), "latest", keys);
    }

    /** Up to that schema version: the state an earlier version of Stagedoor left. */
    int run(String rolePrefix, Map<Role, Secret> passwords, String version) {
        return run(rolePrefix, passwords, version, null);
    }

    private int run(String rolePrefix, Map<Role, Secret> passwords, String version, @Nullable MasterKeys keys) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password.revealText());
        Jdbi jdbi = Jdbi.create(jdbcUrl, login);
        try {
            jdbi.useTransaction(handle -> {
                PostgresVersion.of(handle).require();
                roles(handle, rolePrefix, passwords, keys);
            });
            int ran = migrate(rolePrefix, version);
            // A serving node must be able to tell whether a migration is pending.
            jdbi.useHandle(handle -> handle.execute(
                    "GRANT SELECT ON " + SCHEMA + ".flyway_schema_history TO " + Role.DIRECTORY.in(rolePrefix)));
            return ran;
        } catch (JdbiException failed) {
            throw DatabaseRefused.connecting(failed);
        }
    }

    private int migrate(String rolePrefix, String version) {
        try {
            return Flyway.configure()
                    .configuration(flyway(jdbcUrl, user, password, rolePrefix).getConfiguration())
                    .target(version)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayValidateException differs) {
            throw new DatabaseRefused(
                    "The schema was not made by this version's migrations: `stagedoor doctor` says which differ.",
                    differs);
        } catch (FlywayException failed) {
            throw new DatabaseRefused(
                    "A migration failed and was rolled back: " + DatabaseRefused.said(failed) + '.', failed);
        }
    }

    /** Flyway with this version's migrations, logged in as that user: for what asks how far a schema is. */
    public static Flyway flyway(String jdbcUrl, String user, Secret password, String rolePrefix) {
        return Flyway.configure()
                .dataSource(jdbcUrl, user, password.revealText())
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("classpath:db/migration")
                .placeholders(placeholders(rolePrefix))
                .validateMigrationNaming(true)
                .load();
    }

    private static Map<String, String> placeholders(String prefix) {
        return Map.of(
                "app", Role.APP.in(prefix),
                "lane", Role.LANE.in(prefix),
                "directory", Role.DIRECTORY.in(prefix),
                "poller", Role.POLLER.in(prefix),
                "definer", definer(prefix));
    }

    /** The owner of the directory's functions: a role without login. */
    private static String definer(String prefix) {
        return prefix + "_definer";
    }

    private void roles(Handle handle, String prefix, Map<Role, Secret> passwords, @Nullable MasterKeys keys) {
        if (!prefix.matches("[a-z][a-z0-9_]{0,40}")) {
            throw new DatabaseRefused("database.role_prefix must be lower-case letters, digits and _.");
        }
        // Two nodes that migrate concurrently must not both create a role.
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('stagedoor roles'))");
        MigratingUser migrating = MigratingUser.of(handle, names(prefix));
        migrating.require();
        if (keys != null) {
            MasterKeyCheck.require(handle, jdbcUrl, prefix, keys);
        }
        create(handle, definer(prefix), "NOLOGIN");
        for (Role role : Role.values()) {
            Secret secret = passwords.get(role);
            if (secret == null) {
                throw new IllegalArgumentException("no password for the role " + role.in(prefix));
            }
            create(handle, role.in(prefix), "LOGIN");
            // ALTER ROLE takes no parameters; format(%L) quotes the literal in the server.
            String alter = handle.createQuery("SELECT format('ALTER ROLE %I PASSWORD %L', :role, :password)")
                    .bind("role", role.in(prefix))
                    .bind("password", secret.revealText())
                    .mapTo(String.class)
                    .one();
            handle.execute(alter);
        }
        migrating.join(handle, definer(prefix), Role.LANE.in(prefix));
        schema(handle, prefix);
    }

    private static List<String> names(String prefix) {
        return Stream.concat(
                        Stream.of(definer(prefix)), Arrays.stream(Role.values()).map(role -> role.in(prefix)))
                .toList();
    }

    private static void schema(Handle handle, String prefix) {
        handle.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
        handle.execute("REVOKE ALL ON SCHEMA " + SCHEMA + " FROM PUBLIC");
        for (Role role : Role.values()) {
            handle.execute("GRANT USAGE ON SCHEMA " + SCHEMA + " TO " + role.in(prefix));
        }
        handle.execute("GRANT USAGE, CREATE ON SCHEMA " + SCHEMA + " TO " + definer(prefix));
    }

    private static void create(Handle handle, String role, String login) {
        if (!MigratingUser.exists(handle, role)) {
            handle.execute("CREATE ROLE " + role + ' ' + login + " NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE");
        }
    }
}
