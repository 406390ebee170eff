// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.PostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A migrated database per test class, accessed the way the server does.
 *
 * <p>{@code @RegisterExtension static final TestDatabase DB = TestDatabase.migrated()}, then {@code DB.database()}.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    /** The prefix of the roles' names. */
    public static final String PREFIX = "stagedoor_test";

    private static final int POOL = 8;
    private static final Map<Role, Secret> PASSWORDS = passwords();

    private final PostgresExtension postgres;
    private final List<Database> opened = new ArrayList<>();
    private @Nullable Database first;

    private TestDatabase(PostgresExtension postgres) {
        this.postgres = postgres;
    }

    /** A database in which every migration has run. */
    public static TestDatabase migrated() {
        return new TestDatabase(
                PostgresExtension.preparedBy("stagedoor", url -> migrations(url).run(PREFIX, PASSWORDS, "latest")));
    }

    /** A database migrated up to that version, for tests of later migrations; {@link #migrate} runs them. */
    public static TestDatabase at(String version) {
        return new TestDatabase(PostgresExtension.preparedBy(
                "stagedoor_" + version, url -> migrations(url).run(PREFIX, PASSWORDS, version)));
    }

    /** Runs the pending migrations. */
    public void migrate() {
        migrations(jdbcUrl()).run(PREFIX, PASSWORDS, "latest");
    }

    private static Map<Role, Secret> passwords() {
        Map<Role, Secret> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            passwords.put(role, Secret.of(UUID.randomUUID().toString()));
        }
        return passwords;
    }

    private static Migrations migrations(String url) {
        return new Migrations(url, PostgresExtension.adminUser(), PostgresExtension.adminPassword());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        postgres.beforeAll(context);
        first = node();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        opened.forEach(Database::close);
        opened.clear();
        postgres.afterAll(context);
    }

    /** The database, open for the whole class. */
    public Database database() {
        return Objects.requireNonNull(first, "the extension is static and registered");
    }

    /** The same database with its own pools, as another node would have. Closed after the class. */
    public Database node() {
        return node(postgres.jdbcUrl());
    }

    /** As {@link #node()}, by another URL: through a proxy, say. */
    public Database node(String jdbcUrl) {
        return node(jdbcUrl, Duration.ofSeconds(4));
    }

    /** The same, whose statements end after {@code statementTimeout}. */
    public Database node(String jdbcUrl, Duration statementTimeout) {
        Database node = new Database(new DatabaseConfig(jdbcUrl, PREFIX, PASSWORDS, POOL, statementTimeout));
        opened.add(node);
        return node;
    }

    /** Its JDBC URL, without user or password. */
    public String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    /** A connection as that role, for plain SQL. The caller closes it. */
    public Connection as(Role role) throws SQLException {
        Secret password = Objects.requireNonNull(PASSWORDS.get(role));
        return connect(role.in(PREFIX), password);
    }

    /** A connection as the superuser, whom no policy restricts. The caller closes it. */
    public Connection asAdmin() throws SQLException {
        return connect(PostgresExtension.adminUser(), PostgresExtension.adminPassword());
    }

    /** The database as the user that migrated it. */
    public OwnerDatabase owner() {
        return new OwnerDatabase(postgres.jdbcUrl(), PostgresExtension.adminUser(), PostgresExtension.adminPassword());
    }

    /** Runs statements as the superuser. */
    public void admin(String sql) {
        try (Connection connection = asAdmin();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The number returned by a query run as the superuser. */
    public int count(String sql) {
        return Integer.parseInt(column(sql).getFirst());
    }

    /** The first column returned by a query run as the superuser. */
    public List<String> column(String sql) {
        try (Connection connection = asAdmin();
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rs.next()) {
                values.add(rs.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connect(String user, Secret password) throws SQLException {
        Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), user, password.revealText());
        connection.setSchema(Migrations.SCHEMA);
        return connection;
    }
}
