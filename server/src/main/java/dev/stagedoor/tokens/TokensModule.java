package dev.stagedoor.tokens;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.http.Route;
import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.util.List;

/** Tokens, put together. */
public record TokensModule(Tokens tokens, List<Route<?>> routes) {
    /** Tokens on the tenants' own projects; {@code agents} sends for those that a client names. */
    public static TokensModule of(
            Ledger ledger,
            Snapshots snapshots,
            Projects projects,
            AgentsForTokens agents,
            Evictions evictions,
            Clock clock) {
        Tokens tokens = new Tokens(ledger, snapshots, projects, agents, evictions, clock);
        return new TokensModule(tokens, new TokenRoutes(tokens).routes());
    }
}
