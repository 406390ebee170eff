// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.DispatchRuleInfo;
import dev.stagedoor.livekit.sip.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dispatch rules: made, listed, replaced, deleted, and refused. A rule's trunk need not exist. */
public interface RuleContract extends SipUnderTest {
    String CREATE_RULE = "CreateSIPDispatchRule";

    private String trunk() {
        return "ST_" + number().substring(1);
    }

    @Test
    default void a_rule_comes_back_as_it_was_made() {
        String trunk = trunk();
        String called = number();
        DispatchRuleInfo made = sip().createDispatchRule(DispatchRule.forTrunks(Routing.individual("call"), trunk)
                .name("reception")
                .metadata("m")
                .numbers(List.of(called))
                .inboundNumbers(List.of(number()))
                .hidePhoneNumber(true)
                .attributes(Map.of("tenant", "acme"))
                .roomConfig(RoomConfiguration.builder()
                        .emptyTimeout(Duration.ofSeconds(30))
                        .agent(RoomAgentDispatch.of("clerk", "{}"))
                        .build())
                .build());
        assertThat(made.sipDispatchRuleId()).startsWith("SDR_");
        assertThat(made.trunkIds()).containsExactly(trunk);
        assertThat(made.numbers()).containsExactly(called);
        assertThat(made.hidePhoneNumber()).isTrue();
        assertThat(made.wildcard()).isFalse();
        assertThat(made.attributes()).containsExactly(Map.entry("tenant", "acme"));
        assertThat(made.agents())
                .extracting(agent -> agent.agentName() + agent.metadata())
                .containsExactly("clerk{}");
        assertThat(made.rule())
                .isEqualTo(new DispatchRuleInfo.Rule(null, new DispatchRuleInfo.Prefixed("call", false, false), null));
        assertThat(sip().listDispatchRules(List.of(made.sipDispatchRuleId()), List.of()))
                .containsExactly(made);
    }

    @Test
    default void a_rule_has_this_shape() {
        String trunk = trunk();
        String body = "{'dispatch_rule':{'rule':{'dispatch_rule_callee':{'room_prefix':'w','randomize':true}},"
                + "'trunk_ids':['" + trunk + "'],'room_config':{'agents':[{'agent_name':'clerk','metadata':'{}'}]}}}";
        assertThat(SipUnderTest.shape(raw(CREATE_RULE, body), "sip_dispatch_rule_id"))
                .isEqualTo("{'sip_dispatch_rule_id':'X','rule':{'dispatch_rule_callee':{'room_prefix':'w','pin':'',"
                        + "'randomize':true}},'trunk_ids':['" + trunk + "'],'hide_phone_number':false,"
                        + "'inbound_numbers':[],'numbers':[],'name':'','metadata':'','attributes':{},"
                        + "'room_preset':'','room_config':{'name':'','empty_timeout':0,'departure_timeout':0,"
                        + "'max_participants':0,'metadata':'','egress':null,'min_playout_delay':0,"
                        + "'max_playout_delay':0,'sync_streams':false,'agents':[{'agent_name':'clerk',"
                        + "'metadata':'{}','restart_policy':'JRP_ON_FAILURE'}],'tags':{}},'krisp_enabled':false,"
                        + "'media_encryption':'SIP_MEDIA_ENCRYPT_DISABLE','created_at':null,'updated_at':null}");
    }

    @Test
    default void each_kind_of_routing_is_kept_and_pins_stay_out_of_what_the_client_keeps() {
        String trunk = trunk();
        DispatchRuleInfo direct = sip().createDispatchRule(
                        DispatchRule.forTrunks(new Routing.Direct("lobby", "4711"), trunk)
                                .build());
        DispatchRuleInfo callee = sip().createDispatchRule(
                        DispatchRule.forTrunks(new Routing.Callee("to", "4712", true), trunk)
                                .build());
        assertThat(raw("ListSIPDispatchRule", "{'trunk_ids':['" + trunk + "']}").body())
                .contains("\"room_name\":\"lobby\",\"pin\":\"4711\"", "\"pin\":\"4712\"");
        assertThat(sip().listDispatchRules(List.of(), List.of(trunk)).toString())
                .doesNotContain("4711", "4712")
                .contains(direct.sipDispatchRuleId(), callee.sipDispatchRuleId(), "lobby");
    }

    @Test
    default void a_second_rule_for_the_same_calls_is_refused_with_id_and_name_of_the_first() {
        String trunk = trunk();
        String number = number();
        DispatchRuleInfo first = sip().createDispatchRule(DispatchRule.forTrunks(Routing.individual("a"), trunk)
                .name("acme's")
                .numbers(List.of(number))
                .build());
        assertThatThrownBy(() -> sip().createDispatchRule(DispatchRule.forTrunks(Routing.direct("b"), trunk)
                        .numbers(List.of(number))
                        .build()))
                .isInstanceOfSatisfying(
                        LiveKitException.InvalidRequest.class,
                        refused -> assertThat(refused.serverMessage())
                                .startsWith("Dispatch rule for the same trunk, inbound number, number, and PIN"
                                        + " combination already exists in dispatch rule "));
        String spelled = "{'dispatch_rule':{'rule':{'dispatch_rule_direct':{'room_name':'b'}},'trunk_ids':['" + trunk
                + "'],'numbers':['" + number.substring(1) + "']}}";
        assertThat(raw(CREATE_RULE, spelled).status())
                .as("numbers are normalised here, though not when a call comes")
                .isEqualTo(400);
        sip().createDispatchRule(DispatchRule.forTrunks(new Routing.Direct("b", "12"), trunk)
                .numbers(List.of(number))
                .build());
        assertThat(sip().listDispatchRules(List.of(), List.of(trunk)))
                .hasSize(2)
                .contains(first);
    }

    @Test
    default void a_rule_without_trunks_is_taken_and_listed_for_every_trunk() {
        String pin = number().substring(1);
        String id = raw(
                        CREATE_RULE,
                        "{'dispatch_rule':{'rule':{'dispatch_rule_direct':{'room_name':'lobby','pin':'" + pin + "'}}}}")
                .json()
                .path("sip_dispatch_rule_id")
                .asText();
        try {
            assertThat(sip().listDispatchRules(List.of(), List.of(trunk())))
                    .singleElement()
                    .satisfies(rule -> {
                        assertThat(rule.sipDispatchRuleId()).isEqualTo(id);
                        assertThat(rule.wildcard()).isTrue();
                    });
        } finally {
            assertThat(sip().deleteDispatchRule(id)).isTrue();
        }
    }

    @Test
    default void rules_are_found_by_trunk_and_by_id_and_missing_ones_are_left_out() {
        String trunk = trunk();
        DispatchRuleInfo made = sip().createDispatchRule(DispatchRule.forTrunks(Routing.individual("a"), trunk, trunk())
                .build());
        assertThat(sip().listDispatchRules(List.of(), List.of(trunk))).containsExactly(made);
        assertThat(sip().listDispatchRules(List.of("SDR_nobody", made.sipDispatchRuleId()), List.of()))
                .containsExactly(made);
        assertThat(sip().listDispatchRules(List.of("SDR_nobody"), List.of())).isEmpty();
        assertThat(sip().listDispatchRules()).contains(made);
    }

    @Test
    default void a_replaced_rule_keeps_nothing_but_its_id() {
        DispatchRuleInfo made = sip().createDispatchRule(DispatchRule.forTrunks(Routing.individual("a"), trunk())
                .name("reception")
                .attributes(Map.of("tenant", "acme"))
                .build());
        String trunk = trunk();
        DispatchRuleInfo replaced = sip().replaceDispatchRule(
                        made.sipDispatchRuleId(),
                        DispatchRule.forTrunks(Routing.direct("lobby"), trunk).build());
        assertThat(replaced.sipDispatchRuleId()).isEqualTo(made.sipDispatchRuleId());
        assertThat(replaced.trunkIds()).containsExactly(trunk);
        assertThat(replaced.attributes()).isEmpty();
        assertThat(replaced.rule())
                .isEqualTo(new DispatchRuleInfo.Rule(new DispatchRuleInfo.Direct("lobby"), null, null));
        assertThatThrownBy(() -> sip().replaceDispatchRule(
                                "SDR_nobody",
                                DispatchRule.forTrunks(Routing.direct("lobby"), trunk())
                                        .build()))
                .isInstanceOf(LiveKitException.NotFound.class)
                .hasMessageContaining("requested sip dispatch rule does not exist");
    }

    @Test
    default void deleting_a_rule_that_is_not_there_is_404() {
        String id = sip().createDispatchRule(
                        DispatchRule.forTrunks(Routing.individual("a"), trunk()).build())
                .sipDispatchRuleId();
        assertThat(sip().deleteDispatchRule(id)).isTrue();
        assertThat(sip().deleteDispatchRule(id)).isFalse();
        assertThat(raw("DeleteSIPDispatchRule", "{'sip_dispatch_rule_id':'SDR_nobody'}")
                        .verdict())
                .isEqualTo("404 not_found: requested sip dispatch rule does not exist");
        assertThat(raw("DeleteSIPDispatchRule", "{}").verdict())
                .isEqualTo("400 invalid_argument: dispatch rule ID is required");
    }

    @Test
    default void a_rule_is_refused_in_these_words() {
        assertThat(raw(CREATE_RULE, "{}").verdict()).isEqualTo("400 invalid_argument: missing rule");
        assertThat(raw(CREATE_RULE, "{'dispatch_rule':{'trunk_ids':['ST_x']}}").verdict())
                .isEqualTo("400 invalid_argument: missing rule");
        assertThat(raw(CREATE_RULE, "{'dispatch_rule':{'rule':{},'trunk_ids':['ST_x']}}")
                        .verdict())
                .isEqualTo("500 unknown: Unsupported SIP Dispatch Rule: <nil>");
        assertThat(raw(CREATE_RULE, "{'dispatch_rule':{'rule':{'dispatch_rule_direct':{},'dispatch_rule_callee':{}}}}")
                        .verdict())
                .isEqualTo("400 malformed: the json request could not be decoded");
        assertThat(raw(CREATE_RULE, "{'dispatch_rule':{'sip_dispatch_rule_id':'SDR_x','rule':{}}}")
                        .verdict())
                .isEqualTo("400 invalid_argument: rule id must not be set");
        assertThat(raw("UpdateSIPDispatchRule", "{'sip_dispatch_rule_id':'SDR_x'}")
                        .verdict())
                .isEqualTo("400 invalid_argument: missing or unsupported update action");
        assertThat(raw("UpdateSIPDispatchRule", "{'replace':{'rule':{}}}").verdict())
                .isEqualTo("400 invalid_argument: rule id must be set");
    }
}
