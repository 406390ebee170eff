// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Migrations;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.PostgresExtension;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole server, started for a test class on its own database.
 *
 * <p>{@code @RegisterExtension static final TestServer SERVER = TestServer.started()}, then {@link #operator}.
 */
public final class TestServer implements BeforeAllCallback, AfterAllCallback {
    private static final String ROLES = "stagedoor_app_test";
    private static final MasterKeys KEYS = MasterKeys.of(MasterKey.generate());

    private final PostgresExtension postgres =
            PostgresExtension.preparedBy("server", url -> Server.migrate(settings(url), KEYS));
    private final List<Server> nodes = new ArrayList<>();
    private @Nullable Secret operatorKey;
    private @Nullable StagedoorClient client;

    private final UnaryOperator<AppConfig> configure;
    private final Clock clock;

    private TestServer(UnaryOperator<AppConfig> configure, Clock clock) {
        this.configure = configure;
        this.clock = clock;
    }

    /** A server with only an operator. */
    public static TestServer started() {
        return configured(UnaryOperator.identity());
    }

    /** The same, with a configuration other than {@link TestConfig#local}. */
    public static TestServer configured(UnaryOperator<AppConfig> configure) {
        return new TestServer(configure, Clock.systemUTC());
    }

    /** The same with another clock, controlled by the test. */
    public static TestServer by(Clock clock) {
        return new TestServer(UnaryOperator.identity(), clock);
    }

    private static DatabaseSettings settings(String url) {
        return new DatabaseSettings(
                url, ROLES, 8, Duration.ofSeconds(4), PostgresExtension.adminUser(), PostgresExtension.adminPassword());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        postgres.beforeAll(context);
        Server first = startNode();
        operatorKey = first.firstOperatorKey().orElseThrow().text();
        client = StagedoorClient.of(url(), ApiKey.of(operatorKey.revealText()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (client != null) {
            client.close();
        }
        nodes.forEach(Server::close);
        nodes.clear();
        postgres.afterAll(context);
    }

    private Server startNode() {
        return startNode(HttpConfig.local());
    }

    private Server startNode(HttpConfig http) {
        return startNode(http, clock);
    }

    private Server startNode(HttpConfig http, Clock time) {
        AppConfig config = configure.apply(TestConfig.listening(http, settings(postgres.jdbcUrl())));
        Server node = Server.start(config, KEYS, time);
        nodes.add(node);
        return node;
    }

    /** What {@code operator-keys recover} prints. */
    public Secret recoveredOperatorKey() {
        AppConfig config = configure.apply(TestConfig.listening(HttpConfig.local(), settings(postgres.jdbcUrl())));
        return Server.recover(config, KEYS, clock);
    }

    /** One more node on the same database; closed after the class. */
    public URI startAnotherNode() {
        return url(startNode());
    }

    /** One more node, with a clock of its own; closed after the class. */
    public URI startAnotherNode(Clock its) {
        return url(startNode(HttpConfig.local(), its));
    }

    /** One more node, with these HTTP settings; closed after the class. */
    public URI startAnotherNode(HttpConfig http) {
        return url(startNode(http));
    }

    /** Shuts that node down; returns once it has. */
    public void stop(URI node) {
        Server stopping = nodes.stream()
                .filter(each -> url(each).equals(node))
                .findFirst()
                .orElseThrow();
        nodes.remove(stopping);
        stopping.close();
    }

    /** The class's database URL, without user or password. */
    public String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    /** Runs statements as the superuser, whom no policy restricts. */
    public void sql(String statements) {
        try (Connection connection = asAdmin();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    /** The first column returned by a query run as the superuser, as text. */
    public List<String> column(String query) {
        try (Connection connection = asAdmin();
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rs.next()) {
                values.add(rs.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** A connection of the superuser. */
    public Connection asAdmin() throws SQLException {
        String password = PostgresExtension.adminPassword().revealText();
        Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), PostgresExtension.adminUser(), password);
        connection.setSchema(Migrations.SCHEMA);
        return connection;
    }

    /** The first node's URL. */
    public URI url() {
        return url(nodes.getFirst());
    }

    private static URI url(Server node) {
        return URI.create("http://127.0.0.1:" + node.port());
    }

    /** The first node. */
    Server node() {
        return nodes.getFirst();
    }

    /** The features' routes. */
    public List<Route<?>> routes() {
        return nodes.getFirst().routes();
    }

    /** The operator's key. */
    public Secret operatorKey() {
        return Objects.requireNonNull(operatorKey, "the extension is static and registered");
    }

    /** The operator's client of the first node. */
    public StagedoorClient client() {
        return Objects.requireNonNull(client, "the extension is static and registered");
    }

    /** A caller of the first node as the operator, where the wire format matters. */
    public Caller operator() {
        return new Caller(url(), operatorKey());
    }

    /** A caller of the first node with that key. */
    public Caller with(String key) {
        return new Caller(url(), Secret.of(key));
    }

    /** The value as JSON. */
    public static String json(Object value) {
        return Json.text(value);
    }
}
