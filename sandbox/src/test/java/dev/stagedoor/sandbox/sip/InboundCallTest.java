// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import static dev.stagedoor.sandbox.sip.Exchange.ACME;
import static dev.stagedoor.sandbox.sip.Exchange.ALICE;
import static dev.stagedoor.sandbox.sip.Exchange.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.sip.SipCall.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The life of a call that comes in, as it was measured on a livekit-sip. */
final class InboundCallTest {
    private final Exchange exchange = new Exchange();

    @Test
    void the_caller_joins_at_once_and_rings_until_an_agent_publishes() {
        exchange.withAgent(WorkerBehaviour.joins().publishingAfter(Duration.ofSeconds(2)))
                .open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        ParticipantView caller = exchange.participant(call);
        assertThat(caller.kind()).isEqualTo(ParticipantView.Kind.SIP);
        assertThat(caller.state()).isEqualTo(ParticipantView.Presence.ACTIVE);
        assertThat(caller.attributes()).containsEntry("sip.callStatus", "ringing");
        exchange.pass(2.3);
        assertThat(exchange.state.listParticipants(call.room()))
                .as("the agent is there")
                .hasSize(2);
        assertThat(call.status()).isEqualTo(Status.RINGING);
        assertThat(call.sipStatus()).isEmpty();
        assertThat(call.answered()).isEmpty();
        exchange.pass(0.2);
        assertThat(call.status()).isEqualTo(Status.ACTIVE);
        assertThat(call.sipStatus()).hasValue(200);
        assertThat(call.answered()).contains(START.plusMillis(2420));
        assertThat(exchange.attributes(call)).containsEntry("sip.callStatus", "active");
    }

    @Test
    void a_person_without_audio_does_not_make_it_answer() {
        exchange.open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        exchange.state.join(call.room(), "bob");
        exchange.pass(60);
        assertThat(call.status()).isEqualTo(Status.RINGING);
    }

    @Test
    void a_mute_agent_does_not_make_it_answer_either() {
        exchange.withAgent(WorkerBehaviour.joins().mute()).open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        exchange.pass(179.9);
        assertThat(call.status()).isEqualTo(Status.RINGING);
    }

    @Test
    void without_an_agent_it_rings_three_minutes_and_then_is_busy() {
        exchange.open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        exchange.pass(179.9);
        assertThat(call.status()).isEqualTo(Status.RINGING);
        exchange.pass(0.2);
        assertThat(call.status()).isEqualTo(Status.HANGUP);
        assertThat(call.sipStatus()).hasValue(486);
        assertThat(call.answered()).isEmpty();
        assertThat(exchange.isIn(call)).isFalse();
    }

    @Test
    void the_trunk_may_let_it_ring_for_less() {
        exchange.open(InboundTrunkView.of(ACME).ringing(Duration.ofSeconds(5)));
        SipCall call = exchange.sip.dial(ALICE, ACME);
        exchange.pass(5);
        assertThat(call.sipStatus()).hasValue(486);
        assertThat(call.ended()).contains(START.plusSeconds(5));
    }

    @Test
    void deleting_the_room_of_a_ringing_call_rejects_it_and_nobody_is_billed() {
        exchange.open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        exchange.pass(3);
        exchange.state.deleteRoom(call.room());
        assertThat(call.status()).isEqualTo(Status.HANGUP);
        assertThat(call.sipStatus()).hasValue(486);
        assertThat(call.answered()).isEmpty();
        assertThat(call.bye()).isFalse();
    }

    @Test
    void removing_the_participant_of_a_ringing_call_rejects_it_too() {
        exchange.open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        exchange.state.removeParticipant(call.room(), call.identity());
        assertThat(call.sipStatus()).hasValue(486);
        assertThat(exchange.lives(call.room())).isTrue();
    }

    @Test
    void once_answered_the_same_hangs_up() {
        exchange.withAgent(WorkerBehaviour.joins()).open();
        for (boolean room : List.of(true, false)) {
            SipCall call = exchange.sip.dial(ALICE, ACME);
            exchange.pass(1);
            assertThat(call.status()).isEqualTo(Status.ACTIVE);
            if (room) exchange.state.deleteRoom(call.room());
            else exchange.state.removeParticipant(call.room(), call.identity());
            assertThat(call.status()).isEqualTo(Status.HANGUP);
            assertThat(call.bye()).isTrue();
            assertThat(call.sipStatus()).as("it was answered").hasValue(200);
        }
    }

    @Test
    void a_caller_who_hangs_up_leaves_and_the_room_closes_twenty_seconds_later() {
        exchange.withAgent(WorkerBehaviour.joins()).open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        exchange.pass(1);
        call.hangUp();
        assertThat(call.bye()).as("LiveKit did not hang up").isFalse();
        assertThat(exchange.isIn(call)).isFalse();
        exchange.pass(19.9);
        assertThat(exchange.lives(call.room())).isTrue();
        exchange.pass(0.2);
        assertThat(exchange.lives(call.room())).isFalse();
    }

    @Test
    void a_caller_who_gives_up_while_it_rings_was_never_answered() {
        exchange.open();
        SipCall call = exchange.sip.dial(ALICE, ACME);
        call.hangUp();
        assertThat(call.sipStatus()).hasValue(487);
        exchange.pass(200);
        assertThat(call.sipStatus()).as("it stays that way").hasValue(487);
    }

    @Test
    void who_called_is_in_the_attributes_and_the_room_has_a_random_name() {
        InboundTrunkView trunk = exchange.open();
        SipCall call = exchange.sip.dial(Caller.of(ALICE, ACME)
                .header("X-Twilio-CallSid", "CA123")
                .header("X-call_leg_id", "leg")
                .header("X-Other", "secret"));
        assertThat(call.room()).matches("call_\\+442079460199_[A-Za-z0-9]{12}");
        assertThat(call.identity()).isEqualTo("sip_" + ALICE);
        assertThat(exchange.participant(call).name()).isEqualTo("Phone " + ALICE);
        assertThat(exchange.attributes(call))
                .containsAllEntriesOf(Map.of(
                        "sip.callID",
                        call.id(),
                        "sip.trunkID",
                        trunk.id(),
                        "sip.phoneNumber",
                        ALICE,
                        "sip.trunkPhoneNumber",
                        ACME,
                        "sip.hostname",
                        "192.0.2.10",
                        "sip.twilio.callSid",
                        "CA123",
                        "sip.telnyx.callLegID",
                        "leg"))
                .containsKeys("sip.ruleID", "sip.callIDFull", "sip.callTag")
                .doesNotContainValue("secret");
        assertThat(call.id()).startsWith("SCL_");
    }

    @Test
    void a_hidden_number_shows_in_the_rooms_name_and_can_be_guessed_from_the_identity() {
        InboundTrunkView trunk = exchange.sip.createInboundTrunk(InboundTrunkView.of(ACME));
        exchange.sip.createDispatchRule(
                DispatchRuleView.individual("call", trunk.id()).hidingNumbers());
        SipCall call = exchange.sip.dial(ALICE, ACME);
        assertThat(call.room()).matches("call_0199_[A-Za-z0-9]{12}");
        assertThat(call.identity()).matches("sip_[0-9a-f]{16}");
        assertThat(exchange.sip.dial(ALICE, ACME).identity()).as("no salt").isEqualTo(call.identity());
        assertThat(exchange.attributes(call))
                .doesNotContainKeys("sip.phoneNumber", "sip.hostname", "sip.trunkPhoneNumber")
                .doesNotContainValue(ALICE);
    }

    @Test
    void a_second_call_from_the_same_number_puts_the_first_out_of_a_shared_room() {
        exchange.withAgent(WorkerBehaviour.joins());
        InboundTrunkView trunk = exchange.sip.createInboundTrunk(InboundTrunkView.of(ACME));
        exchange.sip.createDispatchRule(DispatchRuleView.direct("lobby", trunk.id()));
        SipCall first = exchange.sip.dial(ALICE, ACME);
        SipCall second = exchange.sip.dial(ALICE, ACME);
        assertThat(first.status()).isEqualTo(Status.HANGUP);
        assertThat(first.sipStatus()).hasValue(486);
        assertThat(second.status()).isEqualTo(Status.RINGING);
        assertThat(exchange.state.listParticipants("lobby"))
                .extracting(ParticipantView::sid)
                .containsExactly(second.participantSid());
    }

    @Test
    void two_callers_in_one_room_hear_each_other_and_are_both_answered() {
        InboundTrunkView trunk = exchange.sip.createInboundTrunk(InboundTrunkView.of(ACME));
        exchange.sip.createDispatchRule(DispatchRuleView.direct("lobby", trunk.id()));
        SipCall first = exchange.sip.dial(ALICE, ACME);
        assertThat(first.status()).isEqualTo(Status.RINGING);
        SipCall second = exchange.sip.dial("+442079460198", ACME);
        assertThat(first.status()).isEqualTo(Status.ACTIVE);
        assertThat(second.status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void a_pin_is_asked_for_after_answering_and_a_wrong_one_ends_the_call() {
        InboundTrunkView trunk = exchange.sip.createInboundTrunk(InboundTrunkView.of(ACME));
        exchange.sip.createDispatchRule(DispatchRuleView.of(
                new DispatchRuleView.Routing(DispatchRuleView.Kind.DIRECT, "lobby", "4711", false), trunk.id()));
        SipCall right = exchange.sip.dial(ALICE, ACME);
        assertThat(right.sipStatus()).as("billed from here").hasValue(200);
        assertThat(right.room()).isEmpty();
        right.keyIn("4711");
        assertThat(right.room()).isEqualTo("lobby");
        assertThat(exchange.attributes(right)).containsEntry("sip.callStatus", "active");
        SipCall wrong = exchange.sip.dial("+442079460198", ACME);
        wrong.keyIn("0000");
        assertThat(wrong.status()).isEqualTo(Status.HANGUP);
        assertThat(wrong.bye()).isTrue();
        assertThat(wrong.room()).isEmpty();
    }
}
