// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

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

    /** {@code user} may create roles and a schema in the database of {@code jdbcUrl}. */
    public Migrations(String jdbcUrl, String user, Secret password) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.password = password;
    }

    /** Creates what is missing and runs pending migrations; safe to repeat. Returns how many migrations ran. */
    public int run(String rolePrefix, Map<Role, Secret> passwords) {
        return run(rolePrefix, passwords, "latest");
    }

    /** The same, up to that schema version: the state an earlier version of Stagedoor left. */
    int run(String rolePrefix, Map<Role, Secret> passwords, String version) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password.revealText());
        Jdbi jdbi = Jdbi.create(jdbcUrl, login);
        jdbi.useTransaction(handle -> roles(handle, rolePrefix, passwords));
        Flyway flyway = Flyway.configure()
                .configuration(flyway(jdbcUrl, user, password, rolePrefix).getConfiguration())
                .target(version)
                .load();
        int ran = flyway.migrate().migrationsExecuted;
        // A serving node must be able to tell whether a migration is pending.
        jdbi.useHandle(handle -> handle.execute(
                "GRANT SELECT ON " + SCHEMA + ".flyway_schema_history TO " + Role.DIRECTORY.in(rolePrefix)));
        return ran;
    }

    static Flyway flyway(String jdbcUrl, String user, Secret password, String rolePrefix) {
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

    private static void roles(Handle handle, String prefix, Map<Role, Secret> passwords) {
        if (!prefix.matches("[a-z][a-z0-9_]{0,40}")) {
            throw new IllegalArgumentException("database.role_prefix must be lower-case letters, digits and _");
        }
        // Two nodes that migrate concurrently must not both create a role.
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('stagedoor roles'))");
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
        handle.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
        handle.execute("REVOKE ALL ON SCHEMA " + SCHEMA + " FROM PUBLIC");
        for (Role role : Role.values()) {
            handle.execute("GRANT USAGE ON SCHEMA " + SCHEMA + " TO " + role.in(prefix));
        }
        handle.execute("GRANT USAGE, CREATE ON SCHEMA " + SCHEMA + " TO " + definer(prefix));
    }

    private static void create(Handle handle, String role, String login) {
        boolean there = handle.createQuery("SELECT count(*) > 0 FROM pg_roles WHERE rolname = :role")
                .bind("role", role)
                .mapTo(Boolean.class)
                .one();
        if (!there) {
            handle.execute("CREATE ROLE " + role + ' ' + login + " NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE");
        }
    }
}
