package dev.stagedoor.tokens;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.http.Route;
import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.util.List;

/** Tokens, put together. */
public final class TokensModule {
    private final Tokens tokens;
    private final List<Route<?>> routes;

    /** Tokens on the tenants' own projects; {@code agents} dispatches those that a client names. */
    public TokensModule(
            Ledger ledger,
            Snapshots snapshots,
            Projects projects,
            AgentsForTokens agents,
            Evictions evictions,
            Clock clock) {
        this.tokens = new Tokens(ledger, snapshots, projects, agents, evictions, clock);
        this.routes = new TokenRoutes(tokens).routes();
    }

    /** The door. */
    public Tokens tokens() {
        return tokens;
    }

    /** The routes. */
    public List<Route<?>> routes() {
        return routes;
    }
}
