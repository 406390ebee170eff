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
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tokens.AgentsForTokens;
import dev.stagedoor.tokens.Tokens;
import dev.stagedoor.vault.CredentialUse;
import java.time.Clock;
import java.util.List;

/** Calls, put together. */
public final class CallsModule implements AutoCloseable {
    private final CallJob callJob;
    private final List<Route<?>> routes;

    private CallsModule(CallJob callJob, CallRoutes routes) {
        this.callJob = callJob;
        this.routes = routes.routes();
    }

    /** The routes. */
    public List<Route<?>> routes() {
        return routes;
    }

    /** To be run every two seconds or so: they begin what is due, and return. */
    public List<Runnable> jobs() {
        return List.of(callJob::run);
    }

    @Override
    public void close() {
        callJob.close();
    }

    /** What calls stand on. */
    public record Ground(
            Database database,
            Ledger ledger,
            Snapshots snapshots,
            Idempotency idempotency,
            Evictions evictions,
            Authenticator authenticator,
            Projects projects,
            Dispatches dispatches,
            DispatchTiming timing,
            Clock clock) {}

    /** Knows which versions of a credential something under way still stands on. */
    public static CredentialUse credentialUse() {
        return (tx, kind, version) -> CallStore.uses(tx, version) || Dispatches.uses(tx, version);
    }

    /** Sends for the agents that a token's {@code room_config} names. */
    public static AgentsForTokens agentsForTokens(Dispatches dispatches, DispatchTiming timing) {
        return new DispatchedAgents(dispatches, timing);
    }

    /** Calls on that ground, with tokens for their users. */
    public static CallsModule of(Ground on, Tokens tokens, CallsConfig config) {
        Trigger trigger = new Trigger(on, tokens, config);
        Calls calls =
                new Calls(on.ledger(), trigger, on.dispatches(), on.projects(), on.evictions(), config, on.clock());
        CallJob callJob = new CallJob(on.database(), on.ledger(), calls, on.dispatches(), on.projects(), on.clock());
        return new CallsModule(callJob, new CallRoutes(calls, on.dispatches(), on.authenticator()));
    }
}
