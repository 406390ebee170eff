// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.Sandbox;
import dev.stagedoor.sandbox.SandboxClock;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.SandboxState;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A project with a telephone number, on a clock that tests advance. Numbers are Ofcom's for drama. */
final class Exchange {
    static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    static final String ACME = "+442079460100";
    static final String ALICE = "+442079460199";
    static final String AGENT = "greeter";

    final Sandbox sandbox = new Sandbox(SandboxSettings.stepped(SandboxClock.at(START), 42));
    final SandboxState state = sandbox.state();
    final SandboxSip sip = state.sip();

    /** A worker that is known already, so that its agent is ACTIVE after 0.42 s. */
    Exchange withAgent(WorkerBehaviour behaviour) {
        state.registerWorker(AGENT, behaviour);
        state.warmWorkers();
        return this;
    }

    /** A trunk for {@link #ACME} whose callers get a room each, with the agent in it. */
    InboundTrunkView open() {
        return open(InboundTrunkView.of(ACME));
    }

    InboundTrunkView open(InboundTrunkView trunk) {
        InboundTrunkView made = sip.createInboundTrunk(trunk);
        sip.createDispatchRule(DispatchRuleView.individual("call", made.id()).withAgents(new AgentSpec(AGENT, "")));
        return made;
    }

    OutboundTrunkView carrier() {
        return sip.createOutboundTrunk(OutboundTrunkView.to("sip.example.com", ACME));
    }

    void pass(double seconds) {
        sandbox.advance(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    ParticipantView participant(SipCall call) {
        return state.getParticipant(call.room(), call.identity());
    }

    Map<String, String> attributes(SipCall call) {
        return participant(call).attributes();
    }

    boolean isIn(SipCall call) {
        return state.listParticipants(call.room()).stream()
                .anyMatch(one -> one.sid().equals(call.participantSid()));
    }

    boolean lives(String room) {
        return !state.listRooms(List.of(room)).isEmpty();
    }
}
