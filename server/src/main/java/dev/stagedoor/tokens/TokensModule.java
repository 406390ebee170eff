// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.projects.Projects;
import java.util.List;

/** Builds the tokens feature. */
public final class TokensModule implements FeatureModule {
    private final Tokens tokens;
    private final List<Route<?>> routes;

    /** Tokens for the tenants' own projects; {@code agents} dispatches the agents that a client names. */
    public TokensModule(Foundation on, Projects projects, AgentsForTokens agents, Evictions evictions) {
        this.tokens = new Tokens(on.ledger(), on.snapshots(), projects, agents, evictions, on.clock());
        this.routes = new TokenRoutes(tokens).routes();
    }

    /** The door. */
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }
}
