package dev.stagedoor.calls;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.projects.CredentialUse;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tokens.AgentsForTokens;
import dev.stagedoor.tokens.Tokens;
import java.time.Clock;
import java.util.List;

/** Calls, put together. */
public final class CallsModule implements AutoCloseable {
    private final Calls calls;
    private final CallJob job;
    private final List<Route<?>> routes;

    /** What calls are stored in and judged by. */
    public record Storage(Database database, Ledger ledger, Snapshots snapshots, Idempotency idempotency) {}

    /** What a call is made of. */
    public record Parts(Projects projects, Tokens tokens, Dispatches dispatches, Evictions evictions) {}

    /** Calls of those parts. */
    public CallsModule(
            Storage storage,
            Parts parts,
            Authenticator authenticator,
            DispatchTiming timing,
            CallsConfig config,
            Clock clock) {
        Trigger trigger = new Trigger(storage, parts, timing, config, clock);
        this.calls = new Calls(storage.ledger(), parts, trigger, config, clock);
        this.job = new CallJob(storage, parts, calls, config, clock);
        this.routes = new CallRoutes(calls, parts.dispatches(), authenticator).routes();
    }

    /** The door. */
    public Calls calls() {
        return calls;
    }

    /** The routes. */
    public List<Route<?>> routes() {
        return routes;
    }

    /** To be run every two seconds or so: they begin what is due, and return. */
    public List<Runnable> jobs() {
        return List.of(job::run);
    }

    @Override
    public void close() {
        job.close();
    }

    /** Knows which versions of a LiveKit project open calls and unfinished dispatches still use. */
    public static CredentialUse credentialUse() {
        return (tx, version) -> CallStore.uses(tx, version) || Dispatches.uses(tx, version);
    }

    /** Sends for the agents that a token's {@code room_config} names. */
    public static AgentsForTokens agentsForTokens(Dispatches dispatches, DispatchTiming timing) {
        return new DispatchedAgents(dispatches, timing);
    }
}
