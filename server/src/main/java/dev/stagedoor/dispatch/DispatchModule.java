package dev.stagedoor.dispatch;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Dispatches, put together. */
public final class DispatchModule implements AutoCloseable {
    private final Dispatches dispatches;
    private final DispatchRunner runner;
    private final List<Route<?>> routes;

    private DispatchModule(Dispatches dispatches, DispatchRunner runner) {
        this.dispatches = dispatches;
        this.runner = runner;
        this.routes = new DispatchRoutes(dispatches).routes();
    }

    /** Dispatches in that database; nothing is driven before {@link #start}. */
    public static DispatchModule of(
            Database database,
            Ledger ledger,
            Snapshots snapshots,
            Projects projects,
            DispatchTiming timing,
            Clock clock) {
        Grounds grounds = new ProjectGrounds(snapshots, projects);
        Changes changes = new Changes();
        DispatchStore store = new TellingStore(new PostgresDispatchStore(database, ledger), changes);
        Driver driver = new Driver(new Planner(timing), store, grounds, clock);
        DispatchRunner runner = new DispatchRunner(store, driver, clock);
        return new DispatchModule(new Dispatches(ledger, runner, changes, clock), runner);
    }

    /** The door. */
    public Dispatches dispatches() {
        return dispatches;
    }

    /** The routes. */
    public List<Route<?>> routes() {
        return routes;
    }

    /** Begins to drive what is due. */
    public void start() {
        runner.start();
    }

    @Override
    public void close() {
        runner.close();
    }

    /** A store that tells this node's readers of each save. */
    private record TellingStore(DispatchStore store, Changes changes) implements DispatchStore {
        @Override
        public List<Due> due(Instant now, int limit) {
            return store.due(now, limit);
        }

        @Override
        public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
            return store.take(tenant, id, now, lease);
        }

        @Override
        public Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil) {
            Optional<Lease> kept = store.save(held, next, now, nextAt, leaseUntil);
            changes.saved(next.id());
            return kept;
        }
    }
}
