// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.access.AccessModule;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.postgres.PostgresExtension;
import dev.stagedoor.tenants.TenantsModule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The features as the server wires them, with a test's own database and clock, for tests that call the features
 * directly: no HTTP server listens and no job runs. {@link TestServer} is the same with both.
 */
public final class Scene implements AutoCloseable {
    /** Shared: the platform's data key outlives a scene. */
    private static final MasterKeys KEYS = MasterKeys.of(MasterKey.generate());

    private final Features features;

    /** In {@code database}, which belongs to {@code test} and stays open. */
    public Scene(TestDatabase test, Database database, Clock clock) {
        this(test, database, clock, UnaryOperator.identity());
    }

    /** The same, with a configuration other than {@link TestConfig#local}. */
    public Scene(TestDatabase test, Database database, Clock clock, UnaryOperator<AppConfig> configure) {
        DatabaseSettings unused = new DatabaseSettings(
                test.jdbcUrl(),
                TestDatabase.PREFIX,
                8,
                Duration.ofSeconds(4),
                PostgresExtension.adminUser(),
                PostgresExtension.adminPassword());
        this.features = new Features(database, configure.apply(TestConfig.local(unused)), KEYS, clock);
    }

    /** The foundation of all features. */
    public Foundation on() {
        return features.on;
    }

    public Evictions evictions() {
        return features.evicted;
    }

    public TenantsModule tenants() {
        return features.tenants;
    }

    public AccessModule access() {
        return features.access;
    }

    /** The feature of that type. */
    public <M extends FeatureModule> M module(Class<M> type) {
        return features.modules.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The routes of all features. */
    public List<Route<?>> routes() {
        return features.routes();
    }

    @Override
    public void close() {
        features.close();
    }
}
