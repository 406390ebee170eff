package dev.stagedoor.agents;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import java.util.List;

/** Builds the agents feature. */
public final class AgentsModule {
    private final Agents agents;

    /** Constructs everything. */
    public AgentsModule(Ledger ledger, Idempotency idempotency) {
        this.agents = new Agents(ledger, idempotency);
    }

    /** The agents. */
    public Agents agents() {
        return agents;
    }

    /** All routes of the feature. */
    public List<Route<?>> routes() {
        return new AgentRoutes(agents).all();
    }
}
