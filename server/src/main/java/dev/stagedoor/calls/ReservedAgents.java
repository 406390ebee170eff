// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.tokens.AgentCall;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.tokens.AgentsForTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agents that a token carries: checked, and reserved as calls for as long as the token admits. */
final class ReservedAgents implements AgentsForTokens {
    /** What one token carries. */
    private record Wanted(Principal by, Tenant tenant, Agent agent, RoomAgentDispatch asked) {
        RoomAgentDispatch carried() {
            return new RoomAgentDispatch(
                    agent.agentName(), asked.metadata(), asked.restartPolicy(), asked.deployment(), asked.attributes());
        }

        Reservation.Target in(String room) {
            return new Reservation.Target(room, agent.agentName(), agent.slug(), asked.metadata());
        }
    }

    private record Checked(List<Wanted> wanted) implements Order {
        @Override
        public List<RoomAgentDispatch> agents() {
            return wanted.stream().map(Wanted::carried).toList();
        }

        @Override
        public List<AgentCall> reserve(ChangeTx change, Place place) {
            return wanted.stream()
                    .map(one -> new AgentCall(
                            one.agent().slug(),
                            ReservedAgents.reserve(change, one, place).value()))
                    .toList();
        }
    }

    @Override
    public Order check(Principal by, Snapshot snapshot, List<RoomAgentDispatch> agents, String field) {
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant());
        List<Wanted> wanted = new ArrayList<>();
        for (RoomAgentDispatch asked : agents) {
            Agent agent = allowed(by, snapshot, asked.agentName(), field);
            tenant.policy().requireAgent(agent.slug(), field);
            if (wanted.stream().anyMatch(one -> one.agent().agentName().equals(agent.agentName()))) {
                throw Problem.invalid(field, "names the same agent twice");
            }
            wanted.add(new Wanted(by, tenant, agent, asked));
        }
        return new Checked(List.copyOf(wanted));
    }

    @Override
    public boolean isAgent(Snapshot snapshot, String room, String identity) {
        return snapshot.get(Dispatches.NAMED_AGENTS, snapshot.tenant())
                .contains(new Dispatches.NamedAgent(room, identity));
    }

    @Override
    public Optional<Long> versionIn(Tx tx, String room, Instant now) {
        return CallStore.versionIn(tx, room, now);
    }

    private static Agent allowed(Principal by, Snapshot snapshot, String named, String field) {
        Agent agent = snapshot.get(Agents.AGENT, named)
                .or(() -> snapshot.get(Agents.NAMED, named))
                .filter(Agent::enabled)
                .orElseThrow(() ->
                        Problem.invalid(field, "is neither the slug nor the agent_name of one of the tenant's agents"));
        if (by instanceof Principal.PublishableKey key && !key.agents().contains(agent.slug())) {
            throw Problem.invalid(field, "cannot be chosen with this publishable key");
        }
        return agent;
    }

    /** The call that has the agent in that room, or is reserved for it: a room has one agent of a name (D4). */
    private static CallId reserve(ChangeTx change, Wanted wanted, Place place) {
        Tx tx = change.tx();
        String name = wanted.agent().agentName();
        Optional<Dispatch> live = Dispatches.live(tx, place.room(), name);
        Optional<Reservation> earlier = ReservationStore.find(tx, place.room(), name);
        Reservation.Holders holder = Reservation.Holders.of(place.identity(), change.now(), place.expiresAt());
        Reservation.Holders holders =
                earlier.map(one -> one.holders().and(holder)).orElse(holder);

        Optional<CallId> running = live.map(one -> one.spec().callId()).map(CallId::new);
        Optional<Reservation> waiting =
                earlier.filter(one -> running.isEmpty() && isOpen(tx, one.call(), change.now()));
        live.ifPresent(one -> requireVersion(place, one.spec().credentialVersion()));
        waiting.ifPresent(one -> requireVersion(place, one.credentialVersion()));
        if (live.isEmpty() && waiting.isEmpty()) {
            CallStore.versionIn(tx, place.room(), change.now()).ifPresent(version -> requireVersion(place, version));
        }

        CallId call = running.or(() -> waiting.map(Reservation::call))
                .orElseGet(() -> open(change, wanted, place, holders.admitsUntil()));
        waiting.ifPresent(one -> CallStore.await(tx, one.call(), holders.admitsUntil()));
        Reservation reservation =
                new Reservation(wanted.in(place.room()), call, live.isPresent(), holders, place.credentialVersion());
        ReservationStore.put(tx, reservation, change.now().plus(ReservationStore.AT_FIRST));
        return call;
    }

    private static boolean isOpen(Tx tx, CallId call, Instant now) {
        return CallStore.find(tx, call)
                .filter(one -> one.open() && one.limits().mustEndAt().isAfter(now))
                .isPresent();
    }

    private static void requireVersion(Place place, long version) {
        if (version != place.credentialVersion()) {
            throw new OtherVersion(version);
        }
    }

    /** A call that is open, and takes its place in the budget, while it waits for its first participant. */
    private static CallId open(ChangeTx change, Wanted wanted, Place place, Instant admitsUntil) {
        Instant now = change.now();
        Duration longest = wanted.agent().maxCall();
        Call call = new Call(
                CallId.next(now),
                wanted.agent().slug(),
                Call.Mode.VOICE,
                new Call.User(place.identity(), null, null),
                new Call.Room(place.room(), place.credentialVersion()),
                new Call.Limits(now, longest, admitsUntil.plus(Reservation.GIVEN_UP)),
                null);
        CallStore.insert(change.tx(), call, call.limits().mustEndAt());
        String detail = Json.text(Map.of(
                "agent", call.agentSlug(),
                "room", place.room(),
                "user", place.identity(),
                "credential_version", place.credentialVersion()));
        Draft entry = Draft.of(wanted.by(), now, "call.reserve", call.id().value(), detail);
        change.require(entry, Cost.dispatch(), wanted.tenant().policy().budget());
        change.append(entry, Cost.openCall(longest), wanted.tenant().policy().budget());
        return call.id();
    }
}
