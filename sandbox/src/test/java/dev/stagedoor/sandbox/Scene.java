// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A sandbox on a clock that tests advance, with shorthands for common queries. */
final class Scene {
    static final String ROOM = "lobby";
    static final String AGENT = "greeter";

    final Sandbox sandbox;
    final SandboxState state;

    Scene() {
        this(42);
    }

    Scene(long seed) {
        SandboxClock clock = SandboxClock.at(Instant.parse("2026-11-21T10:00:00Z"));
        sandbox = new Sandbox(SandboxSettings.stepped(clock, seed));
        state = sandbox.state();
    }

    /** A worker LiveKit already knows about. */
    SandboxWorker warm(WorkerBehaviour... behaviour) {
        SandboxWorker worker = state.registerWorker(AGENT, behaviour);
        state.warmWorkers();
        return worker;
    }

    DispatchView dispatch() {
        return state.createDispatch(ROOM, new AgentSpec(AGENT, ""));
    }

    void pass(double seconds) {
        sandbox.advance(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** Identities of the agents that are ACTIVE in the room. */
    List<String> agents() {
        return state.listParticipants(ROOM).stream()
                .filter(one -> one.agent() && one.state() == ParticipantView.Presence.ACTIVE)
                .map(ParticipantView::identity)
                .toList();
    }

    List<DispatchView.JobView> jobs(DispatchView dispatch) {
        return state.listDispatch(ROOM, dispatch.id()).getFirst().jobs();
    }

    boolean roomLives() {
        return !state.listRooms(List.of(ROOM)).isEmpty();
    }
}
