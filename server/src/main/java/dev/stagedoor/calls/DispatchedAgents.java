// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Cost;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.tokens.AgentsForTokens;
import dev.stagedoor.tokens.TokenWish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Agents that a client's {@code room_config} names, checked and dispatched explicitly. */
final class DispatchedAgents implements AgentsForTokens {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Dispatches dispatches;
    private final DispatchTiming timing;

    DispatchedAgents(Dispatches dispatches, DispatchTiming timing) {
        this.dispatches = dispatches;
        this.timing = timing;
    }

    private record Wanted(Agent agent, String told) {}

    @Override
    public Order check(Principal by, Snapshot snapshot, List<TokenWish.Agent> agents) {
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant());
        List<Wanted> wanted = new ArrayList<>();
        for (TokenWish.Agent named : agents) {
            Agent agent = allowed(by, snapshot, tenant, named.name());
            wanted.add(new Wanted(agent, AgentMetadata.ofToken(tenant.slug(), agent, named.metadata())));
        }
        return (change, place) -> {
            List<Dispatches.Requested> requested = wanted.stream()
                    .map(one -> request(by, change, tenant, one, place))
                    .toList();
            return () -> requested.forEach(dispatches::begin);
        };
    }

    @Override
    public boolean isAgent(Snapshot snapshot, String room, String identity) {
        return snapshot.get(Dispatches.NAMED_AGENTS, snapshot.tenant())
                .contains(new Dispatches.NamedAgent(room, identity));
    }

    private static Agent allowed(Principal by, Snapshot snapshot, Tenant tenant, String named) {
        String field = "room_config.agents.agent_name";
        Agent agent = snapshot.get(Agents.AGENT, named)
                .or(() -> snapshot.get(Agents.NAMED, named))
                .filter(Agent::enabled)
                .orElseThrow(() ->
                        Problem.invalid(field, "is neither the slug nor the agent_name of one of the tenant's agents"));
        tenant.policy().requireAgent(agent.slug(), field);
        if (by instanceof Principal.PublishableKey key && !key.agents().contains(agent.slug())) {
            throw Problem.invalid(field, "cannot be chosen with this publishable key");
        }
        return agent;
    }

    private Dispatches.Requested request(Principal by, ChangeTx change, Tenant tenant, Wanted wanted, Place place) {
        Instant now = change.now();
        Dispatches.Requested requested = dispatches.request(
                change,
                new DispatchSpec(
                        new DispatchSpec.Target(
                                place.room(),
                                place.newRoom(),
                                wanted.agent().agentName(),
                                wanted.agent().slug()),
                        new DispatchSpec.Briefing(
                                wanted.told(),
                                Json.text(Map.of("tenant", tenant.slug())),
                                place.tokenLife().compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : place.tokenLife()),
                        DispatchSpec.Schedule.from(now, timing.deadline()),
                        place.credentialVersion(),
                        null));
        if (requested.isNew()) {
            String id = requested.dispatch().id().value();
            String detail = Json.text(Map.of(
                    "room",
                    place.room(),
                    "agent",
                    Objects.requireNonNull(wanted.agent().slug())));
            change.append(
                    Draft.of(by, now, "dispatch.request", id, detail),
                    Cost.dispatch(),
                    tenant.policy().budget());
        }
        return requested;
    }
}
