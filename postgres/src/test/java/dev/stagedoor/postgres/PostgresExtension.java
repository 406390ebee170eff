// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import dev.stagedoor.kernel.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh database for each test class, copied from a template that was prepared once.
 *
 * <p>{@code @RegisterExtension static final PostgresExtension DB = PostgresExtension.preparedBy("schema", ...)}. Roles
 * belong to the whole server: two templates that create roles need different names for them.
 */
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Map<String, String> TEMPLATES = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String template;
    private final Consumer<String> prepare;
    private final String database;

    private PostgresExtension(String template, Consumer<String> prepare) {
        this.template = "template_" + template;
        this.prepare = prepare;
        this.database = "test_" + NUMBER.incrementAndGet();
    }

    /** A copy of the template of that name; {@code prepare} makes it from an empty database, given its JDBC URL. */
    public static PostgresExtension preparedBy(String template, Consumer<String> prepare) {
        return new PostgresExtension(template, prepare);
    }

    /** An empty database. */
    public static PostgresExtension empty() {
        return preparedBy("empty", url -> {});
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        TEMPLATES.computeIfAbsent(template, name -> {
            SharedPostgres.get().ensureDatabase(name);
            prepare.accept(SharedPostgres.get().jdbcUrl(name));
            return name;
        });
        asAdmin("CREATE DATABASE " + database + " TEMPLATE " + template);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        asAdmin("DROP DATABASE " + database + " WITH (FORCE)");
    }

    private static void asAdmin(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        SharedPostgres.get().jdbcUrl("postgres"),
                        adminUser(),
                        adminPassword().revealText());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The class's database. */
    public String jdbcUrl() {
        return SharedPostgres.get().jdbcUrl(database);
    }

    /** The superuser, also while a template is prepared. */
    public static String adminUser() {
        return SharedPostgres.get().adminUser();
    }

    /** The superuser's password. */
    public static Secret adminPassword() {
        return SharedPostgres.get().password();
    }
}
