// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import static dev.stagedoor.sandbox.sip.Exchange.ACME;
import static dev.stagedoor.sandbox.sip.Exchange.ALICE;
import static dev.stagedoor.sandbox.sip.Exchange.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.sip.Caller.Refer;
import dev.stagedoor.sandbox.sip.DialRequest.Options;
import dev.stagedoor.sandbox.sip.SipCall.Status;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a call that goes out, as it was measured on a livekit-sip, and transfers in both directions. */
final class OutboundCallTest {
    private static final String ROOM = "lobby";
    private final Exchange exchange = new Exchange();
    private final SandboxSip sip = exchange.sip;
    private final String trunk = exchange.carrier().id();

    private DialRequest toAlice() {
        return DialRequest.of(trunk, ALICE, ROOM, "alice");
    }

    @Test
    void the_participant_is_there_while_it_dials_which_is_no_answer() {
        sip.farEnd(ALICE, FarEnd.answers(Duration.ofSeconds(4)));
        SipCall call = sip.createParticipant(toAlice());
        assertThat(exchange.participant(call).kind()).isEqualTo(ParticipantView.Kind.SIP);
        assertThat(exchange.attributes(call)).containsEntry("sip.callStatus", "dialing");
        exchange.pass(1);
        assertThat(exchange.attributes(call)).containsEntry("sip.callStatus", "ringing");
        assertThat(call.answered()).isEmpty();
        exchange.pass(3);
        assertThat(exchange.attributes(call)).containsEntry("sip.callStatus", "active");
        assertThat(call.answered()).contains(START.plusSeconds(4));
    }

    @Test
    void its_attributes_name_both_numbers_unless_they_are_hidden() {
        SipCall shown = sip.createParticipant(toAlice());
        assertThat(exchange.attributes(shown))
                .containsAllEntriesOf(Map.of(
                        "sip.callID", shown.id(),
                        "sip.trunkID", trunk,
                        "sip.phoneNumber", ALICE,
                        "sip.trunkPhoneNumber", ACME,
                        "sip.hostname", "sip.example.com"));
        SipCall hidden = sip.createParticipant(toAlice().with(Options.NONE.hidingNumber()));
        assertThat(exchange.attributes(hidden))
                .containsKeys("sip.callID")
                .doesNotContainKeys("sip.phoneNumber", "sip.trunkPhoneNumber", "sip.hostname");
    }

    @Test
    void without_an_identity_it_has_the_number_even_if_that_is_hidden() {
        SipCall call =
                sip.createParticipant(DialRequest.of(trunk, ALICE, ROOM, "").with(Options.NONE.hidingNumber()));
        assertThat(call.identity()).isEqualTo("sip_" + ALICE);
    }

    @ParameterizedTest
    @CsvSource({
        "486, RESOURCE_EXHAUSTED, 429",
        "480, RESOURCE_EXHAUSTED, 429",
        "404, NOT_FOUND, 404",
        "403, PERMISSION_DENIED, 403",
        "603, PERMISSION_DENIED, 403",
        "503, FAILED_PRECONDITION, 412",
        "408, DEADLINE_EXCEEDED, 408"
    })
    void a_request_that_waits_is_told_the_sip_status_in_the_meta(int status, String code, int http) {
        sip.farEnd(ALICE, FarEnd.refuses(status, Duration.ofSeconds(3)));
        assertThatThrownBy(() -> sip.createParticipant(toAlice().with(Options.WAITING)))
                .isInstanceOfSatisfying(SandboxRefusal.class, refusal -> {
                    assertThat(refusal.code().name()).isEqualTo(code);
                    assertThat(refusal.code().status()).isEqualTo(http);
                    assertThat(refusal.meta()).containsEntry("sip_status_code", String.valueOf(status));
                    assertThat(refusal.took()).isEqualTo(Duration.ofSeconds(3));
                });
    }

    @Test
    void a_request_that_does_not_wait_sees_a_busy_line_only_by_the_participant_leaving() {
        sip.farEnd(ALICE, FarEnd.busy());
        SipCall call = sip.createParticipant(toAlice());
        assertThat(exchange.isIn(call)).isTrue();
        exchange.pass(1);
        assertThat(call.status()).isEqualTo(Status.HANGUP);
        assertThat(call.sipStatus()).hasValue(486);
        assertThat(exchange.isIn(call)).isFalse();
    }

    @Test
    void nobody_answering_is_408_after_the_ringing_timeout_without_a_sip_status() {
        sip.otherFarEnds(FarEnd.neverAnswers());
        assertThatThrownBy(() -> sip.createParticipant(toAlice().with(Options.WAITING.ringing(Duration.ofSeconds(20)))))
                .isInstanceOfSatisfying(SandboxRefusal.class, refusal -> {
                    assertThat(refusal.code().status()).isEqualTo(408);
                    assertThat(refusal.meta()).isEmpty();
                    assertThat(refusal.took()).isEqualTo(Duration.ofSeconds(20));
                });
        exchange.pass(20);
        assertThat(sip.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.ended()).contains(START.plusSeconds(20)));
    }

    @Test
    void a_dead_address_is_408_after_32_seconds_and_never_rings() {
        sip.farEnd(ALICE, FarEnd.deadAddress());
        assertThatThrownBy(() -> sip.createParticipant(toAlice().with(Options.WAITING)))
                .isInstanceOfSatisfying(SandboxRefusal.class, refusal -> {
                    assertThat(refusal.code().status()).isEqualTo(408);
                    assertThat(refusal.took()).isEqualTo(Duration.ofSeconds(32));
                });
        exchange.pass(31);
        assertThat(sip.calls().getFirst().status()).isEqualTo(Status.DIALING);
    }

    @Test
    void an_answer_after_the_ringing_timeout_comes_too_late() {
        sip.farEnd(ALICE, FarEnd.answers(Duration.ofSeconds(30)));
        SipCall call = sip.createParticipant(toAlice().with(Options.NONE.ringing(Duration.ofSeconds(10))));
        exchange.pass(60);
        assertThat(call.answered()).isEmpty();
        assertThat(call.status()).isEqualTo(Status.HANGUP);
    }

    @Test
    void the_same_identity_twice_is_two_calls_and_the_first_is_put_out() {
        SipCall first = sip.createParticipant(toAlice());
        SipCall second = sip.createParticipant(toAlice());
        assertThat(sip.calls()).hasSize(2);
        assertThat(first.status()).isEqualTo(Status.HANGUP);
        assertThat(exchange.isIn(second)).isTrue();
    }

    @Test
    void removing_the_participant_ends_the_call() {
        SipCall ringing = sip.createParticipant(toAlice());
        exchange.state.removeParticipant(ROOM, "alice");
        assertThat(ringing.sipStatus()).hasValue(487);
        SipCall talking = sip.createParticipant(toAlice());
        exchange.pass(2);
        assertThat(talking.status()).isEqualTo(Status.ACTIVE);
        exchange.state.removeParticipant(ROOM, "alice");
        assertThat(talking.bye()).isTrue();
    }

    @Test
    void it_ends_at_its_limit_or_when_the_person_hangs_up() {
        sip.farEnd(ALICE, FarEnd.answers(Duration.ofSeconds(1)));
        SipCall limited = sip.createParticipant(toAlice().with(Options.NONE.lasting(Duration.ofSeconds(60))));
        exchange.pass(60.9);
        assertThat(limited.status()).isEqualTo(Status.ACTIVE);
        exchange.pass(0.2);
        assertThat(limited.bye()).isTrue();
        sip.farEnd(ALICE, FarEnd.answers(Duration.ofSeconds(1)).hangingUpAfter(Duration.ofSeconds(9)));
        SipCall brief = sip.createParticipant(toAlice());
        exchange.pass(11);
        assertThat(brief.status()).isEqualTo(Status.HANGUP);
        assertThat(brief.bye()).isFalse();
    }

    @Test
    void keys_are_sent_before_the_call_is_active() {
        SipCall call = sip.createParticipant(toAlice().with(Options.NONE.keying("ww12#")));
        exchange.pass(1.1);
        assertThat(exchange.attributes(call)).containsEntry("sip.callStatus", "automation");
        exchange.pass(2);
        assertThat(call.status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void line_breaks_in_the_number_become_headers_of_the_invite() {
        SipCall call = sip.createParticipant(DialRequest.of(trunk, "1\r\nX-Injected: yes\r\nX-Rest: ", ROOM, "eve"));
        assertThat(call.invite().lines()).contains("X-Injected: yes");
    }

    @Test
    void a_transfer_hands_the_call_over() {
        SipCall call = sip.createParticipant(toAlice());
        exchange.pass(2);
        sip.transfer(ROOM, "alice", "tel:+442079460150", null);
        assertThat(call.transfers()).containsExactly("tel:+442079460150");
        assertThat(call.status()).isEqualTo(Status.HANGUP);
        assertThat(exchange.isIn(call)).isFalse();
    }

    @Test
    void after_a_transfer_that_nobody_answers_the_call_goes_on() {
        sip.farEnd(ALICE, FarEnd.answers(Duration.ofSeconds(1)).transferring(Refer.UNANSWERED));
        SipCall call = sip.createParticipant(toAlice());
        exchange.pass(2);
        assertThatThrownBy(() -> sip.transfer(ROOM, "alice", "tel:+442079460150", null))
                .isInstanceOfSatisfying(SandboxRefusal.class, refusal -> {
                    assertThat(refusal.code().status()).isEqualTo(408);
                    assertThat(refusal.took()).isEqualTo(Duration.ofSeconds(30));
                });
        assertThat(call.status()).isEqualTo(Status.ACTIVE);
        assertThat(call.transfers()).as("it was asked for").hasSize(1);
    }

    @Test
    void a_carrier_that_does_not_transfer_declines() {
        exchange.open();
        SipCall call = sip.dial(Caller.of(ALICE, ACME).transferring(Refer.DECLINES));
        assertThatThrownBy(() -> sip.transfer(call.room(), call.identity(), "tel:+442079460150", null))
                .isInstanceOfSatisfying(SandboxRefusal.class, refusal -> {
                    assertThat(refusal.meta()).containsEntry("sip_status_code", "603");
                    assertThat(refusal.code().status()).isEqualTo(403);
                });
        assertThat(exchange.isIn(call)).isTrue();
    }

    @Test
    void only_calls_can_be_transferred() {
        exchange.state.join(ROOM, "bob");
        assertThatThrownBy(() -> sip.transfer(ROOM, "bob", "tel:+442079460150", null))
                .isInstanceOfSatisfying(
                        SandboxRefusal.class,
                        refusal -> assertThat(refusal.code().status()).isEqualTo(400));
    }
}
