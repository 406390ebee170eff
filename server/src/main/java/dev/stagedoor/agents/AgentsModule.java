package dev.stagedoor.agents;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import java.util.List;

/** Builds the agents feature. */
public record AgentsModule(Agents agents, List<Route<?>> routes) {
    /** Agents under that ledger. */
    public static AgentsModule of(Ledger ledger, Idempotency idempotency) {
        Agents agents = new Agents(ledger, idempotency);
        return new AgentsModule(agents, new AgentRoutes(agents).routes());
    }
}
