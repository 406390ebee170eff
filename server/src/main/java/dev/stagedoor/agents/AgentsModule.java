// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.tenants.Erasure;
import java.util.List;

/** Builds the agents feature. */
public final class AgentsModule implements FeatureModule {
    private final Agents agents;

    /** Constructs everything. */
    public AgentsModule(Foundation on) {
        this.agents = new Agents(on.ledger(), on.idempotency());
    }

    /** A deleted tenant has no agents. */
    public static Erasure erasure() {
        return change -> AgentStore.deleteAll(change.tx());
    }

    /** The agents. */
    public Agents agents() {
        return agents;
    }

    @Override
    public List<Route<?>> routes() {
        return new AgentRoutes(agents).all();
    }
}
