// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import static dev.stagedoor.sandbox.sip.Exchange.ACME;
import static dev.stagedoor.sandbox.sip.Exchange.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.sip.SipCall.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls come in, where, and what the others hear. */
final class MatchingTest {
    private final Exchange exchange = new Exchange();
    private final SandboxSip sip = exchange.sip;

    /** Over, and nobody was told. */
    private static boolean dropped(SipCall call) {
        return call.status() == Status.HANGUP
                && call.sipStatus().isEmpty()
                && call.room().isEmpty();
    }

    @Test
    void a_call_that_matches_nothing_is_dropped_without_an_answer() {
        SipCall call = sip.dial(ALICE, ACME);
        assertThat(call).matches(MatchingTest::dropped, "dropped");
        assertThat(exchange.state.listRooms(List.of())).isEmpty();
    }

    @Test
    void a_trunk_without_a_rule_is_dropped_likewise() {
        sip.createInboundTrunk(InboundTrunkView.of(ACME));
        assertThat(sip.dial(ALICE, ACME)).matches(MatchingTest::dropped, "dropped");
    }

    @Test
    void a_rule_without_trunks_admits_anyone_to_any_number() {
        sip.createDispatchRule(DispatchRuleView.individual("anyone"));
        SipCall call = sip.dial("anonymous", "+442079460177");
        assertThat(call.status()).isEqualTo(Status.RINGING);
        assertThat(call.room()).startsWith("anyone_anonymous_");
        assertThat(exchange.attributes(call)).containsEntry("sip.trunkID", "");
    }

    @Test
    void such_a_rule_even_admits_those_that_the_trunk_keeps_out() {
        InboundTrunkView trunk = exchange.open(InboundTrunkView.of(ACME).from("198.51.100.0/24"));
        assertThat(sip.dial(ALICE, ACME)).matches(MatchingTest::dropped, "dropped");
        sip.createDispatchRule(DispatchRuleView.individual("anyone"));
        assertThat(sip.dial(ALICE, ACME).room()).startsWith("anyone_");
        assertThat(sip.dial(Caller.of(ALICE, ACME).at("198.51.100.7")).room())
                .as("the rule of trunk %s goes first", trunk.id())
                .startsWith("call_");
    }

    @Test
    void two_trunks_for_one_number_make_every_call_to_it_fail() {
        exchange.open();
        sip.createInboundTrunk(InboundTrunkView.of("44 20 7946 0100"));
        SipCall call = sip.dial(ALICE, ACME);
        assertThat(call.sipStatus()).hasValue(503);
        assertThat(call.room()).isEmpty();
    }

    @Test
    void two_trunks_for_every_number_fail_as_well_but_for_numbers_of_a_third() {
        sip.createInboundTrunk(InboundTrunkView.of().from("192.0.2.0/24"));
        sip.createInboundTrunk(InboundTrunkView.of().from("192.0.2.0/24").forCallers(ALICE));
        InboundTrunkView named = exchange.open();
        assertThat(sip.dial(ALICE, "+442079460111").sipStatus()).hasValue(503);
        assertThat(sip.dial("+442079460198", "+442079460111"))
                .as("only one takes that caller, and there is no rule")
                .matches(MatchingTest::dropped, "dropped");
        assertThat(exchange.attributes(sip.dial(ALICE, ACME))).containsEntry("sip.trunkID", named.id());
    }

    @Test
    void a_trunks_number_may_be_spelled_otherwise() {
        exchange.open(InboundTrunkView.of("44 (20) 7946-0100"));
        assertThat(sip.dial(ALICE, ACME).status()).isEqualTo(Status.RINGING);
    }

    @Test
    void a_rules_number_may_not() {
        InboundTrunkView trunk = sip.createInboundTrunk(InboundTrunkView.of(ACME));
        sip.createDispatchRule(DispatchRuleView.individual("call", trunk.id()).to("442079460100"));
        assertThat(sip.dial(ALICE, ACME)).matches(MatchingTest::dropped, "dropped");
        assertThat(sip.dial(ALICE, "442079460100").status()).isEqualTo(Status.RINGING);
    }

    @Test
    void a_rule_for_the_number_goes_before_one_for_all() {
        InboundTrunkView trunk = sip.createInboundTrunk(InboundTrunkView.of(ACME, "+442079460101"));
        sip.createDispatchRule(DispatchRuleView.direct("all", trunk.id()));
        sip.createDispatchRule(DispatchRuleView.individual("sales", trunk.id()).to(ACME));
        assertThat(sip.dial(ALICE, ACME).room()).startsWith("sales_");
        assertThat(sip.dial(ALICE, "+442079460101").room()).isEqualTo("all");
    }

    @Test
    void a_password_is_asked_for_and_a_wrong_one_refused() {
        exchange.open(InboundTrunkView.of(ACME).withLogin("acme", "open sesame"));
        assertThat(sip.dial(ALICE, ACME).sipStatus()).hasValue(407);
        assertThat(sip.dial(Caller.of(ALICE, ACME).with("acme", "wrong")).sipStatus())
                .hasValue(401);
        assertThat(sip.dial(Caller.of(ALICE, ACME).with("other", "open sesame")).sipStatus())
                .hasValue(401);
        assertThat(sip.dial(Caller.of(ALICE, ACME).with("acme", "open sesame")).status())
                .isEqualTo(Status.RINGING);
    }

    @Test
    void a_user_name_without_a_password_guards_nothing() {
        exchange.open(InboundTrunkView.of(ACME).withLogin("acme", ""));
        assertThat(sip.dial(ALICE, ACME).status()).isEqualTo(Status.RINGING);
    }

    @Test
    void calls_come_from_allowed_addresses_only() {
        exchange.open(InboundTrunkView.of(ACME).from("198.51.100.0/25", "2001:db8::/32", "203.0.113.9"));
        for (String address : List.of("198.51.100.127", "2001:db8::9", "203.0.113.9")) {
            assertThat(sip.dial(Caller.of(ALICE, ACME).at(address)).status())
                    .as(address)
                    .isEqualTo(Status.RINGING);
        }
        for (String address : List.of("198.51.100.128", "2001:db9::9", "203.0.113.8")) {
            assertThat(sip.dial(Caller.of(ALICE, ACME).at(address)))
                    .as(address)
                    .matches(MatchingTest::dropped, "dropped");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.0/24, 203.0.113.0/24", "sip://198.51.100.1", "198.51.100.*"})
    void addresses_that_livekit_cannot_read_leave_the_trunk_open_to_everyone(String unreadable) {
        exchange.open(InboundTrunkView.of(ACME).from(unreadable));
        assertThat(sip.dial(ALICE, ACME).status()).isEqualTo(Status.RINGING);
    }

    @Test
    void a_host_name_among_the_addresses_lets_in_whoever_writes_it_into_from() {
        exchange.open(InboundTrunkView.of(ACME).from("carrier.example.com"));
        assertThat(sip.dial(ALICE, ACME)).matches(MatchingTest::dropped, "dropped");
        assertThat(sip.dial(Caller.of(ALICE, ACME).claiming("carrier.example.com"))
                        .status())
                .isEqualTo(Status.RINGING);
    }
}
