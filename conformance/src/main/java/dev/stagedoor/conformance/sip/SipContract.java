// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.conformance.RawToken;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.sip.CreateSipParticipant;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.OutboundTrunk;
import dev.stagedoor.livekit.sip.Routing;
import dev.stagedoor.livekit.sip.TransferSipParticipant;
import dev.stagedoor.livekit.sip.TransferTarget;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The telephony that Stagedoor relies on, as far as a livekit-server has it by itself: one suite, run against a real
 * livekit-server with Redis and the sandbox. Calls need livekit-sip too, so they are tried on the sandbox only.
 */
public abstract class SipContract implements TrunkContract, RuleContract {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @Override
    public String number() {
        return String.format("+441632960%03d", COUNTER.getAndIncrement());
    }

    @Test
    void tenants_with_servers_of_their_own_see_and_change_nothing_of_each_other() {
        String number = number();
        String trunk = sip().createInboundTrunk(InboundTrunk.forNumbers(number).build())
                .sipTrunkId();
        String rule = sip().createDispatchRule(DispatchRule.forTrunks(Routing.individual("call"), trunk)
                        .build())
                .sipDispatchRuleId();
        assertThat(other().sip().listInboundTrunks()).isEmpty();
        assertThat(other().sip().listDispatchRules()).isEmpty();
        other().sip().deleteTrunk(trunk);
        assertThat(other().sip().deleteDispatchRule(rule)).isFalse();
        assertThat(sip().listInboundTrunks(List.of(trunk), List.of())).hasSize(1);
        assertThat(sip().listDispatchRules(List.of(rule), List.of())).hasSize(1);
        String theirs = other().sip()
                .createInboundTrunk(InboundTrunk.forNumbers(number).build())
                .sipTrunkId();
        other().sip().deleteTrunk(theirs);
    }

    @Test
    void each_method_wants_its_own_grant_before_it_looks_at_the_request() {
        RawToken admin = target().token().sip("admin");
        RawToken call = target().token().sip("call");
        RawToken room = target().token().server("lobby");
        String denied = "401 unauthenticated: permissions denied";
        assertThat(raw("CreateSIPInboundTrunk", call, "{}").verdict()).isEqualTo(denied);
        assertThat(raw("ListSIPDispatchRule", room, "{}").verdict()).isEqualTo(denied);
        assertThat(raw("ListSIPDispatchRule", admin, "{}").status()).isEqualTo(200);
        assertThat(raw("CreateSIPParticipant", admin, "{}").verdict()).isEqualTo(denied);
        assertThat(raw("CreateSIPParticipant", call, "{}").verdict())
                .isEqualTo("400 invalid_argument: missing sip trunk id");
        String transfer = "{'room_name':'lobby','participant_identity':'p','transfer_to':''}";
        assertThat(raw("TransferSIPParticipant", call, transfer).verdict()).isEqualTo(denied);
        assertThat(raw("TransferSIPParticipant", room, transfer).verdict()).isEqualTo(denied);
        assertThat(raw("ListSIPDispatchRule", call, "{").verdict())
                .isEqualTo("400 malformed: the json request could not be decoded");
    }

    @Test
    void a_call_over_a_trunk_that_is_not_there_is_404() {
        assertThatThrownBy(() -> sip().createSipParticipant(
                                CreateSipParticipant.dialling("ST_nobody", number(), "lobby", "alice")
                                        .build()))
                .isInstanceOf(LiveKitException.NotFound.class)
                .hasMessageContaining("requested sip trunk does not exist");
        String inbound = sip().createInboundTrunk(
                        InboundTrunk.forNumbers(number()).build())
                .sipTrunkId();
        assertThatThrownBy(() -> sip().createSipParticipant(
                                CreateSipParticipant.dialling(inbound, number(), "lobby", "alice")
                                        .build()))
                .isInstanceOf(LiveKitException.NotFound.class);
    }

    @Test
    void a_call_is_refused_in_these_words() {
        assertThat(dial("'sip_call_to':''")).isEqualTo("400 invalid_argument: missing sip callee number");
        assertThat(dial("'sip_call_to':'a@b'"))
                .isEqualTo("400 invalid_argument: SipCallTo should be a phone number or SIP user, not a full SIP URI");
        assertThat(dial("'sip_call_to':'1','room_name':''")).isEqualTo("400 invalid_argument: missing room name");
        assertThat(dial("'sip_call_to':'1','room_name':'r','headers':{'Contact':'x'}"))
                .isEqualTo("400 invalid_argument: invalid header name: header name Contact not supported");
        assertThat(dial("'sip_call_to':'1','room_name':'r','headers':{'X-A':'a\\nb'}"))
                .isEqualTo(
                        "400 invalid_argument: invalid header value for X-A: header X-A: value: char 10 not allowed");
        assertThat(dial("'sip_call_to':'1','room_name':'r','display_name':'a\\nb'"))
                .isEqualTo("400 invalid_argument: DisplayName must be a valid quoted string: invalid syntax");
        assertThat(dial("'sip_call_to':'1','room_name':'r','display_name':'" + "a".repeat(129) + "'"))
                .isEqualTo("400 invalid_argument: DisplayName too long (max 128 characters)");
    }

    @Test
    void a_line_break_in_the_number_called_is_no_mistake_to_the_server() {
        assertThat(dial("'sip_call_to':'1\\r\\nX-Injected: yes','room_name':'r'"))
                .as("it fails for its trunk only")
                .isEqualTo("404 not_found: requested sip trunk does not exist");
    }

    private String dial(String fields) {
        return raw("CreateSIPParticipant", "{'sip_trunk_id':'ST_nobody'," + fields + "}")
                .verdict();
    }

    @Test
    void a_transfer_is_refused_in_these_words() {
        assertThat(transfer("'transfer_to':'tel:+1'"))
                .isEqualTo("400 invalid_argument: twirp error unknown: Missing room name");
        assertThat(transfer("'room_name':'lobby'"))
                .isEqualTo("400 invalid_argument: twirp error unknown: Missing participant identity");
        assertThat(transfer("'room_name':'lobby','participant_identity':'p'"))
                .isEqualTo("400 invalid_argument: missing transfer to");
        assertThat(transfer("'room_name':'lobby','participant_identity':'p','transfer_to':'+441632960000'"))
                .isEqualTo("400 invalid_argument: transfer_to must be a valid SIP(s) or TEL URI (sip:, sips: or tel:)");
        assertThatThrownBy(() -> sip().transferSipParticipant(
                                TransferSipParticipant.of("lobby", "nobody", TransferTarget.tel(number()))))
                .isInstanceOf(LiveKitException.NotFound.class)
                .hasMessageContaining("participant does not exist");
    }

    private String transfer(String fields) {
        return raw("TransferSIPParticipant", "{" + fields + "}").verdict();
    }

    @Test
    void an_outbound_trunk_takes_no_part_in_conflicts() {
        String number = number();
        sip().createOutboundTrunk(OutboundTrunk.to("sip.example.com", number).build());
        assertThat(sip().createInboundTrunk(InboundTrunk.forNumbers(number).build())
                        .sipTrunkId())
                .startsWith("ST_");
    }

    @Test
    void a_method_that_does_not_exist_is_a_bad_route() {
        assertThat(raw("Nothing", "{}").verdict())
                .isEqualTo("404 bad_route: no handler for path \"/twirp/livekit.SIP/Nothing\"");
    }
}
