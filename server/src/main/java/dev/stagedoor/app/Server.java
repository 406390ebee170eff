// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.access.CreatedKey;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.commands.Version;
import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.DatabaseRefused;
import dev.stagedoor.db.MasterKeyCheck;
import dev.stagedoor.db.Migrations;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.documents.PlatformRoutes;
import dev.stagedoor.http.server.Gate;
import dev.stagedoor.http.server.HttpServer;
import dev.stagedoor.jobs.Periodic;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.limits.Bursts;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The running process: features, jobs and the HTTP server. Closing it drains (E5). */
public final class Server implements AutoCloseable {
    private static final Principal.SystemJob BOOTSTRAP = new Principal.SystemJob("bootstrap", "bootstrap");

    private static final Principal.SystemJob RECOVERY = new Principal.SystemJob("recovery", "recovery");

    private final Features features;
    private final Periodic jobs = new Periodic();
    private final Meters meters;
    private final List<HttpServer> listening = new ArrayList<>();

    private Server(Features features) {
        this.features = features;
        this.meters = new Meters(features);
    }

    /**
     * Migrates the database to this version; for {@code migrate}, {@code dev} and tests. Returns the migrations that
     * ran.
     */
    public static int migrate(DatabaseSettings database, MasterKeys keys) {
        return new Migrations(database.url(), database.adminUser(), database.adminPassword())
                .run(database.rolePrefix(), keys);
    }

    /**
     * Creates the first operator key, if the database has none, and the platform's data key, so that the database knows
     * its master key from the start.
     */
    public static Optional<Secret> bootstrap(AppConfig config, MasterKeys keys, Clock clock) {
        try (Database database = Features.database(config.database(), keys);
                Features features = new Features(database, config, keys, clock)) {
            features.claims.fingerprints();
            return features.access.keys().bootstrap(BOOTSTRAP).map(CreatedKey::text);
        }
    }

    /** Creates an operator key beside those that are there; for whoever lost theirs and has the master key. */
    static Secret recover(AppConfig config, MasterKeys keys, Clock clock) {
        try (Database database = open(config.database(), keys);
                Features features = new Features(database, config, keys, clock)) {
            return features.access.keys().recover(RECOVERY).text();
        }
    }

    /**
     * Starts on a migrated database.
     *
     * @throws MasterKeyRefused if the database is sealed with another master key
     * @throws DatabaseRefused  if the database does not suit this version
     * @throws CannotListen     if it cannot listen on one of its ports
     */
    public static Server start(AppConfig config, MasterKeys keys, Clock clock) {
        CannotListen.requireFree(config.http());
        if (config.http().metricsPort() != 0) {
            CannotListen.requireFree(config.http().forMetrics());
        }
        Features features = new Features(open(config.database(), keys), config, keys, clock);
        Server server = new Server(features);
        try {
            features.start();
            Bursts bursts = new Bursts(features.on.snapshots(), config.limits(), clock);
            Gate gate = new Gate(
                    features.access.authenticator(),
                    bursts,
                    server.meters.counting(features.on.snapshots()::drop),
                    features.on.database()::holding);
            Health health =
                    new Health(Map.of("database", () -> features.on.database().read(TenantId.PLATFORM, tx -> true)));
            PrometheusMeterRegistry meters = features.meters;
            List<Route<?>> routes = PlatformRoutes.table(features.routes(), health, meters, Version.current());
            server.listening.add(HttpServer.start(config.http(), routes, gate, health, meters));
            if (config.http().metricsPort() != 0) {
                server.listening.add(openMetrics(config.http(), gate, meters));
            }
            features.listenOn(server.port());
            features.jobs().forEach(server.jobs::start);
            return server;
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private static Database open(DatabaseSettings settings, MasterKeys keys) {
        Database database = Features.database(settings, keys);
        try {
            MasterKeyCheck.require(database, keys);
            return database;
        } catch (RuntimeException unsuited) {
            database.close();
            throw unsuited;
        }
    }

    /** {@code /metrics} without a key; it keeps answering while the server drains. */
    private static HttpServer openMetrics(HttpConfig http, Gate gate, PrometheusMeterRegistry meters) {
        PrometheusMeterRegistry ownRequests = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return HttpServer.start(
                http.forMetrics(), PlatformRoutes.openMetrics(meters), gate, new Health(Map.of()), ownRequests);
    }

    /** The routes of its features. */
    List<Route<?>> routes() {
        return features.routes();
    }

    /** The port it listens on. */
    public int port() {
        return listening.getFirst().port();
    }

    /** The first operator key, if it was just created: it is shown only once. */
    public Optional<CreatedKey> firstOperatorKey() {
        return features.access.keys().bootstrap(BOOTSTRAP);
    }

    @Override
    public void close() {
        listening.forEach(HttpServer::close);
        jobs.close();
        meters.close();
        features.close();
        features.on.database().close();
    }
}
