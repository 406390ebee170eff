// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.sip.CreateSipParticipant;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.OutboundTrunk;
import dev.stagedoor.livekit.sip.Routing;
import dev.stagedoor.livekit.sip.SipCredential;
import dev.stagedoor.livekit.sip.SipParticipant;
import dev.stagedoor.livekit.sip.TransferSipParticipant;
import dev.stagedoor.livekit.sip.TransferTarget;
import dev.stagedoor.sandbox.SandboxClock;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls as the library's client meets them. */
final class SipOverHttpTest {
    private static final String SECRET = "acme-acme-acme-acme-acme-acme-acme";
    private final SandboxLiveKit sandbox = SandboxLiveKit.start(
            0, SandboxKey.of("APIacme", SECRET), SandboxSettings.stepped(SandboxClock.at(java.time.Instant.now()), 42));
    private final Target target = new Target(sandbox.url(), "APIacme", SECRET);

    @AfterEach
    void close() {
        target.close();
        sandbox.close();
    }

    private CreateSipParticipant.Builder toAlice() {
        String trunk = target.sip()
                .createOutboundTrunk(
                        OutboundTrunk.to("sip.example.com", Exchange.ACME).build())
                .sipTrunkId();
        return CreateSipParticipant.dialling(trunk, Exchange.ALICE, "lobby", "alice");
    }

    @Test
    void a_call_comes_in_is_answered_by_its_agent_and_is_ended() {
        sandbox.state().registerWorker("clerk", WorkerBehaviour.joins());
        String trunk = target.sip()
                .createInboundTrunk(InboundTrunk.forNumbers(Exchange.ACME)
                        .credential(SipCredential.of("acme", "open sesame"))
                        .build())
                .sipTrunkId();
        target.sip()
                .createDispatchRule(DispatchRule.forTrunks(Routing.individual("call"), trunk)
                        .roomConfig(RoomConfiguration.builder()
                                .agent(RoomAgentDispatch.of("clerk", "{}"))
                                .build())
                        .build());
        SipCall call =
                sandbox.sip().dial(Caller.of(Exchange.ALICE, Exchange.ACME).with("acme", "open sesame"));
        var ringing =
                target.rooms().getParticipant(call.room(), call.identity()).orElseThrow();
        assertThat(ringing.kind()).isEqualTo(ParticipantKind.SIP);
        assertThat(ringing.attributes()).containsEntry("sip.callStatus", "ringing");
        sandbox.advance(Duration.ofSeconds(1));
        assertThat(target.rooms()
                        .getParticipant(call.room(), call.identity())
                        .orElseThrow()
                        .attributes())
                .containsEntry("sip.callStatus", "active");
        assertThat(target.rooms().deleteRoom(call.room())).isTrue();
        assertThat(call.bye()).isTrue();
    }

    @Test
    void a_busy_line_is_told_by_its_sip_status_and_no_retry_is_offered() {
        sandbox.sip().farEnd(Exchange.ALICE, FarEnd.busy());
        CreateSipParticipant request = toAlice().waitUntilAnswered(true).build();
        var failed = catchThrowableOfType(
                LiveKitException.CallFailed.class, () -> target.sip().createSipParticipant(request));
        assertThat(failed.status()).isEqualTo(429);
        assertThat(failed.sipStatusCode()).isEqualTo(486);
        assertThat(failed.retryCanHelp()).isFalse();
        assertThat(failed.meta()).containsEntry("sip_status", "Busy Here");
        assertThat(sandbox.sip().calls()).hasSize(1);
    }

    @Test
    void nobody_answering_leaves_the_outcome_open() {
        sandbox.sip().otherFarEnds(FarEnd.neverAnswers());
        CreateSipParticipant request = toAlice().waitUntilAnswered(true).build();
        var failed = catchThrowableOfType(
                LiveKitException.ServerFailed.class, () -> target.sip().createSipParticipant(request));
        assertThat(failed.status()).isEqualTo(408);
        assertThat(failed.outcomeUnknown()).isTrue();
    }

    @Test
    void a_call_that_is_placed_names_its_participant() {
        SipParticipant placed =
                target.sip().createSipParticipant(toAlice().from(Exchange.ACME).build());
        SipCall call = sandbox.sip().calls().getFirst();
        assertThat(placed).isEqualTo(new SipParticipant(call.participantSid(), "alice", "lobby", call.id()));
        assertThat(target.rooms().listParticipants("lobby"))
                .singleElement()
                .satisfies(one -> assertThat(one.sid()).isEqualTo(placed.participantId()));
        assertThat(sandbox.calls().all().getLast().room()).isEqualTo("lobby");
    }

    @Test
    void a_transfer_that_nobody_answers_is_not_known_to_have_failed() {
        sandbox.sip()
                .farEnd(Exchange.ALICE, FarEnd.answers(Duration.ofSeconds(1)).transferring(Caller.Refer.UNANSWERED));
        target.sip().createSipParticipant(toAlice().build());
        var failed = catchThrowableOfType(
                LiveKitException.ServerFailed.class,
                () -> target.sip()
                        .transferSipParticipant(
                                TransferSipParticipant.of("lobby", "alice", TransferTarget.tel("+442079460150"))));
        assertThat(failed.outcomeUnknown()).isTrue();
        assertThat(sandbox.sip().calls().getFirst().transfers()).isEqualTo(List.of("tel:+442079460150"));
    }

    @Test
    void in_real_time_a_request_that_waits_lasts_as_long_as_it_rings() {
        try (SandboxLiveKit real =
                        SandboxLiveKit.start(0, SandboxKey.of("APIacme", SECRET), SandboxSettings.realTime());
                Target live = new Target(real.url(), "APIacme", SECRET)) {
            real.sip().farEnd(Exchange.ALICE, FarEnd.answers(Duration.ofMillis(700)));
            String trunk = live.sip()
                    .createOutboundTrunk(
                            OutboundTrunk.to("sip.example.com", Exchange.ACME).build())
                    .sipTrunkId();
            long start = System.nanoTime();
            live.sip()
                    .createSipParticipant(CreateSipParticipant.dialling(trunk, Exchange.ALICE, "lobby", "alice")
                            .waitUntilAnswered(true)
                            .build());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(690));
            assertThat(live.rooms()
                            .getParticipant("lobby", "alice")
                            .orElseThrow()
                            .attributes())
                    .containsEntry("sip.callStatus", "active");
        }
    }
}
