// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.outbound.GuardedHttp;
import dev.stagedoor.retention.Retained;
import dev.stagedoor.tenants.Erasure;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds the feature of events and webhooks. */
public final class EventsModule implements FeatureModule {
    private static final Duration SOON = Duration.ofMillis(500);

    private final GuardedHttp http;
    private final DeliveryJob job;
    private final Endpoints endpoints;
    private final List<Route<?>> routes = new ArrayList<>();

    /** Sends only where egress permits. */
    public EventsModule(Foundation on, Egress egress, EventsConfig config) {
        this.http = new GuardedHttp(egress, config.timeout());
        Sender sender = new Sender(http, on.clock(), config.timeout());
        Turn turn = new Turn(on, sender, new Backoff(new SecureRandom()), config.timeout());
        this.job = new DeliveryJob(on, turn);
        this.endpoints = new Endpoints(on, egress, config.endpointsPerTenant());
        Events events = new Events(on.ledger());
        routes.addAll(new EndpointRoutes(endpoints, sender, on.clock()).routes());
        routes.addAll(new EventRoutes(events, new EventFeeds(events)).routes());
    }

    /** A deleted tenant has no endpoints, and nothing is told of it any more. */
    public static Erasure erasure() {
        return change -> {
            EndpointStore.deleteAll(change.tx());
            DeliveryStore.deleteAll(change.tx());
            EventStore.deleteAll(change.tx());
        };
    }

    /** Events and deliveries, for so long. */
    public static Retained retained(Duration age) {
        return new Retained(Retained.Kind.DELIVERIES, age, EventsModule::tenantsBefore, EventsModule::forget);
    }

    private static List<TenantId> tenantsBefore(Database database, Instant before, String after, int limit) {
        return database.poll(handle -> EventStore.tenantsBefore(handle, before, after, limit));
    }

    /** A delivery is never without its event. */
    private static int forget(Tx tx, Instant before, int most) {
        int deliveries = DeliveryStore.purge(tx, before, most);
        return deliveries == most ? most : deliveries + EventStore.purge(tx, before, most - deliveries);
    }

    Endpoints endpoints() {
        return endpoints;
    }

    DeliveryJob deliveries() {
        return job;
    }

    @Override
    public List<Route<?>> routes() {
        return List.copyOf(routes);
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Job("webhooks", SOON, job.due()::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(job.due());
    }

    @Override
    public void close() {
        job.close();
        http.close();
    }
}
