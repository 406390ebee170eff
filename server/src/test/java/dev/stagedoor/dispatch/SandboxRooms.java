// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.DispatchView;
import dev.stagedoor.sandbox.Outcome;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.Sandbox;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxState;
import dev.stagedoor.watch.Beat;
import dev.stagedoor.watch.Glance;
import dev.stagedoor.watch.Glances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An in-memory sandbox as the driver's LiveKit, including faults. The node may die before and after each call. */
final class SandboxRooms implements LiveKitRooms {
    private static final int MOST_AT_ONCE = 1_000;
    private static final Beat BEAT = Beat.every(DispatchTiming.STANDARD.watchInterval());

    private final Sandbox sandbox;
    private final Runnable mayDie;
    private boolean disturbed;
    private Instant lastCall = Instant.MIN;
    private int calls;
    private Glances glances = new Glances(BEAT);
    private int people;

    SandboxRooms(Sandbox sandbox, Runnable mayDie) {
        this.sandbox = sandbox;
        this.mayDie = mayDie;
    }

    /** How many people the last look has found. */
    int people() {
        return people;
    }

    /** Whether no look has been answered since the last failed call. */
    boolean disturbed() {
        return disturbed;
    }

    @Override
    public boolean isAsItWas(String room, Instant then) {
        return glances.unchangedSince(room, then, sandbox.state().now()).isPresent();
    }

    @Override
    public Optional<RoomView> lookInside(String room, Instant then, String identity) {
        if (!isAsItWas(room, then)) {
            return Optional.empty();
        }
        List<ParticipantView> all = answer(SandboxMethod.LIST_PARTICIPANTS, state -> state.listParticipants(room));
        List<RoomView.Agent> agents = agents(all);
        people = all.size() - agents.size();
        boolean alone = agents.size() == 1 && agents.getFirst().identity().equals(identity);
        return alone ? Optional.of(new RoomView(true, agents, people, List.of())) : Optional.empty();
    }

    /** What watches the rooms asks for those that are due; returns whether any has changed. */
    boolean beat() {
        Instant now = sandbox.state().now();
        List<String> due = glances.due(now);
        if (due.isEmpty()) {
            return false;
        }
        try {
            boolean changed = !glances.saw(due, listed(due), now).isEmpty();
            disturbed = false;
            return changed;
        } catch (Unreachable unseen) {
            glances.missed(due, now);
            return false;
        }
    }

    /** The node is dead, and what it knew with it. */
    void forget() {
        glances = new Glances(BEAT);
    }

    private Map<String, Glance> listed(List<String> names) {
        return answer(SandboxMethod.LIST_ROOMS, state -> state.listRooms(names)).stream()
                .collect(Collectors.toMap(
                        dev.stagedoor.sandbox.RoomView::name,
                        one -> new Glance(one.sid(), one.numParticipants(), one.numPublishers())));
    }

    @Override
    public RoomView look(String room) {
        Map<String, Glance> found = listed(List.of(room));
        boolean exists = !found.isEmpty();
        glances.looked(
                room, found.getOrDefault(room, Glance.ABSENT), sandbox.state().now());
        if (!exists) {
            disturbed = false;
            people = 0;
            return RoomView.ABSENT;
        }
        List<ParticipantView> all = answer(SandboxMethod.LIST_PARTICIPANTS, state -> state.listParticipants(room));
        List<DispatchView> listed = answer(SandboxMethod.LIST_DISPATCH, state -> state.listDispatch(room, ""));
        disturbed = false;
        List<RoomView.Agent> agents = agents(all);
        people = all.size() - agents.size();
        return new RoomView(
                true,
                agents,
                people,
                listed.stream()
                        .filter(entry -> !entry.metadata().isEmpty())
                        .map(SandboxRooms::listed)
                        .toList());
    }

    @Override
    public RoomView peek(String room) {
        List<ParticipantView> all = answer(SandboxMethod.LIST_PARTICIPANTS, state -> state.listParticipants(room));
        List<RoomView.Agent> agents = agents(all);
        return new RoomView(true, agents, all.size() - agents.size(), List.of());
    }

    private static List<RoomView.Agent> agents(List<ParticipantView> all) {
        return all.stream()
                .filter(ParticipantView::agent)
                .map(SandboxRooms::agent)
                .toList();
    }

    static RoomView.Agent agent(ParticipantView participant) {
        return new RoomView.Agent(
                participant.identity(),
                participant.attributes().getOrDefault("lk.agent_name", ""),
                participant.state() == ParticipantView.Presence.ACTIVE);
    }

    static RoomView.Listed listed(DispatchView entry) {
        JsonNode told = Json.read(entry.metadata(), JsonNode.class);
        String job = entry.jobs().isEmpty() ? null : entry.jobs().getFirst().identity();
        return new RoomView.Listed(
                entry.id(),
                told.path("dispatch_id").asText(""),
                told.path("attempt").asInt(0),
                job);
    }

    @Override
    public Answer ask(String room, String identity, Duration patience) {
        boolean before = disturbed;
        Outcome<String> outcome =
                call(SandboxMethod.PERFORM_RPC, state -> state.performRpc(room, identity, "stagedoor.present", ""));
        if (outcome instanceof Outcome.Refused<String> refused) {
            disturbed = before;
            boolean silent = refused.message().contains("RpcError 150");
            return silent ? Answer.SILENT : refused.message().contains("RpcError") ? Answer.HEARD : Answer.UNKNOWN;
        }
        return outcome instanceof Outcome.Answered<String> ? Answer.HEARD : Answer.UNKNOWN;
    }

    @Override
    public SendResult createRoom(NewRoom room) {
        RoomSpec spec = RoomSpec.named(room.name())
                .withEmptyTimeout(Math.toIntExact(room.emptyTimeout().toSeconds()))
                .withAgents(new AgentSpec(room.agentName(), room.agentMetadata()));
        return send(SandboxMethod.CREATE_ROOM, state -> state.createRoom(spec));
    }

    @Override
    public SendResult createDispatch(String room, String agentName, String metadata) {
        return send(
                SandboxMethod.CREATE_DISPATCH, state -> state.createDispatch(room, new AgentSpec(agentName, metadata)));
    }

    @Override
    public void deleteDispatch(String room, String livekitId) {
        takeBack(SandboxMethod.DELETE_DISPATCH, state -> state.deleteDispatch(room, livekitId));
    }

    @Override
    public void removeParticipant(String room, String identity) {
        takeBack(SandboxMethod.REMOVE_PARTICIPANT, state -> {
            state.removeParticipant(room, identity);
            return identity;
        });
    }

    private <T> SendResult send(SandboxMethod method, Function<SandboxState, T> call) {
        return switch (call(method, call)) {
            case Outcome.Answered<T> ignored -> SendResult.SENT;
            case Outcome.Refused<T> refused -> refused.status() == 429 ? SendResult.NOT_SENT : SendResult.UNKNOWN;
            case Outcome.Garbled<T> ignored -> SendResult.UNKNOWN;
            case Outcome.Lost<T> ignored -> SendResult.UNKNOWN;
        };
    }

    private <T> void takeBack(SandboxMethod method, Function<SandboxState, T> call) {
        Outcome<T> outcome = call(method, call);
        boolean gone = outcome instanceof Outcome.Refused<T> refused
                && (refused.status() == 404 || refused.message().contains("no response from servers"));
        if (!(outcome instanceof Outcome.Answered<T>) && !gone) {
            throw unreachable(method);
        }
    }

    private <T> T answer(SandboxMethod method, Function<SandboxState, T> call) {
        if (call(method, call) instanceof Outcome.Answered<T> answered) {
            return answered.value();
        }
        throw unreachable(method);
    }

    private <T> Outcome<T> call(SandboxMethod method, Function<SandboxState, T> call) {
        Instant now = sandbox.state().now();
        calls = now.equals(lastCall) ? calls + 1 : 0;
        lastCall = now;
        if (calls > MOST_AT_ONCE) {
            throw new AssertionError("a round that does not end");
        }
        mayDie.run();
        Outcome<T> outcome = sandbox.call(method, call);
        disturbed |= !(outcome instanceof Outcome.Answered<T>);
        mayDie.run();
        return outcome;
    }

    private static Unreachable unreachable(SandboxMethod method) {
        return new Unreachable(new IllegalStateException(method + " was not answered"));
    }
}
