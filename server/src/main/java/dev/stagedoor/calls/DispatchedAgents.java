// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.tokens.AgentCall;
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

/** Agents that a client's {@code room_config} names: checked, reserved as calls, and dispatched explicitly. */
final class DispatchedAgents implements AgentsForTokens {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Dispatches dispatches;
    private final DispatchTiming timing;
    private final CallsConfig config;

    DispatchedAgents(Dispatches dispatches, DispatchTiming timing, CallsConfig config) {
        this.dispatches = dispatches;
        this.timing = timing;
        this.config = config;
    }

    private record Wanted(Tenant tenant, Agent agent, TokenWish.Agent asked) {}

    /** A call for an agent, and the dispatch that sends it or has sent it before. */
    private record Begun(Call call, Dispatches.Requested dispatch) {
        AgentCall told() {
            return new AgentCall(
                    call.agentSlug(),
                    call.id().value(),
                    dispatch.dispatch().id().value());
        }
    }

    @Override
    public Order check(Principal by, Snapshot snapshot, List<TokenWish.Agent> agents) {
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant());
        List<Wanted> wanted = new ArrayList<>();
        for (TokenWish.Agent named : agents) {
            Agent agent = allowed(by, snapshot, tenant, named.name());
            wanted.add(new Wanted(tenant, agent, named));
        }
        return (change, place) -> {
            List<Begun> begun =
                    wanted.stream().map(one -> begin(by, change, one, place)).toList();
            return new Requested(
                    begun.stream().map(Begun::told).toList(),
                    () -> begun.forEach(one -> dispatches.begin(one.dispatch())));
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

    /** Opens a call of the agent in that room, or joins the one that has it. */
    private Begun begin(Principal by, ChangeTx change, Wanted wanted, Place place) {
        CallId id = CallId.next(change.now());
        Dispatches.Requested requested = dispatches.request(change, spec(wanted, place, id, change.now()));
        long version = requested.dispatch().spec().credentialVersion();
        if (version != place.credentialVersion()) {
            throw new OtherVersion(version);
        }
        String running = requested.isNew() ? null : requested.dispatch().spec().callId();
        Call call = call(wanted, place, running == null ? id : new CallId(running), change.now());
        if (running == null) {
            open(by, change, wanted, new Begun(call, requested));
        }
        return new Begun(call, requested);
    }

    private void open(Principal by, ChangeTx change, Wanted wanted, Begun begun) {
        Call call = begun.call();
        CallStore.insert(change.tx(), call, change.now().plus(config.pollInterval()));
        Cost sent = begun.dispatch().isNew() ? Cost.dispatch() : Cost.NONE;
        String detail = Json.text(Map.of(
                "agent", call.agentSlug(),
                "room", call.room().name(),
                "user", call.user().id(),
                "dispatch", begun.dispatch().dispatch().id().value(),
                "credential_version", call.room().credentialVersion()));
        change.append(
                Draft.of(by, change.now(), "call.token", call.id().value(), detail),
                Cost.openCall(call.limits().reserved()).plus(sent),
                wanted.tenant().policy().budget());
    }

    private static Call call(Wanted wanted, Place place, CallId id, Instant now) {
        Duration longest = wanted.agent().maxCall();
        return new Call(
                id,
                wanted.agent().slug(),
                Call.Mode.VOICE,
                new Call.User(place.identity(), null, null),
                new Call.Room(place.room(), place.credentialVersion()),
                new Call.Limits(now, longest, now.plus(longest)),
                null);
    }

    private DispatchSpec spec(Wanted wanted, Place place, CallId id, Instant now) {
        String slug = wanted.tenant().slug();
        return new DispatchSpec(
                new DispatchSpec.Target(
                        place.room(),
                        place.newRoom(),
                        wanted.agent().agentName(),
                        wanted.agent().slug()),
                new DispatchSpec.Briefing(
                        AgentMetadata.ofToken(
                                id, slug, wanted.agent(), wanted.asked().metadata()),
                        Json.text(Map.of("call_id", id.value(), "tenant", slug)),
                        place.tokenLife().compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : place.tokenLife()),
                DispatchSpec.Schedule.from(now, timing.deadline()),
                place.credentialVersion(),
                id.value());
    }
}
