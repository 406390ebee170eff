// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.Planner;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.retention.Retained;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.watch.Beat;
import dev.stagedoor.watch.Requests;
import dev.stagedoor.watch.Watches;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds the dispatch feature. */
public final class DispatchModule implements FeatureModule {
    private final Dispatches dispatches;
    private final DispatchRunner runner;
    private final Watches watchedRooms;
    private final List<Route<?>> routes;

    /** Dispatches in that database; {@link #jobs} drives those that are due. */
    public DispatchModule(Foundation on, Projects projects, Participants participants, DispatchTiming timing) {
        Clock clock = on.clock();
        DispatchWatches watches = new DispatchWatches();
        DispatchStore store = new WatchedStore(new PostgresDispatchStore(on.ledger()), watches);
        Requests requests = new Requests(on.meters());
        Beat beat = Beat.every(timing.watchInterval());
        watchedRooms = new Watches(projects, new Watches.Means(beat, this::changed, requests, clock));
        DispatchEnvironment environment = new ProjectEnvironment(
                on.snapshots(), projects, new ProjectEnvironment.Seeing(participants, watchedRooms, requests), clock);
        Driver driver = new Driver(new Planner(timing), store, environment, clock);
        runner = new DispatchRunner(store, DueSource.of(DispatchLeaseStore.DUE, on.database()), driver, clock);
        dispatches = new Dispatches(on.ledger(), runner, watches, projects::areOfOneServer, clock);
        routes = new DispatchRoutes(dispatches, new DispatchFeeds(on.ledger(), watches)).routes();
    }

    private void changed(TenantId tenant, String room) {
        runner.hint(tenant, room);
    }

    /** A deleted tenant has no dispatches: they hold what was told to its agents. */
    public static Erasure erasure() {
        return change -> DispatchRowStore.deleteAll(change.tx());
    }

    /** Dispatches that are over, and their receipts, for so long. */
    public static Retained retained(Duration age) {
        return new Retained(
                Retained.Kind.DISPATCHES, age, Retained.Tenants.of(DispatchLeaseStore.OVER), DispatchRowStore::forget);
    }

    /** The door. */
    public Dispatches dispatches() {
        return dispatches;
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public List<Job> jobs() {
        return List.of(runner.job());
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(runner.due());
    }

    @Override
    public void close() {
        runner.close();
        watchedRooms.close();
    }

    /** A store that notifies this node's readers of each save. */
    private record WatchedStore(DispatchStore store, DispatchWatches watches) implements DispatchStore {
        @Override
        public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
            return store.take(tenant, id, now, lease);
        }

        @Override
        public int lostSince(TenantId tenant, Instant then) {
            return store.lostSince(tenant, then);
        }

        @Override
        public Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil) {
            Optional<Lease> kept = Optional.empty();
            try {
                kept = store.save(held, next, now, nextAt, leaseUntil);
                return kept;
            } finally {
                watches.saved(next.id(), kept.map(Lease::dispatch));
            }
        }

        @Override
        public void ahead(Dispatch next) {
            watches.ahead(next);
        }
    }
}
