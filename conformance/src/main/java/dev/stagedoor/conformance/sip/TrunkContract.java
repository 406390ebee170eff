// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.InboundTrunkInfo;
import dev.stagedoor.livekit.sip.OutboundTrunk;
import dev.stagedoor.livekit.sip.OutboundTrunkInfo;
import dev.stagedoor.livekit.sip.SipCredential;
import dev.stagedoor.livekit.sip.SipTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trunks: made, listed, replaced, deleted, and refused. */
public interface TrunkContract extends SipUnderTest {
    String CREATE = "CreateSIPInboundTrunk";
    String SECURITY = "400 invalid_argument: for security, one of the fields must be set: AuthUsername+AuthPassword,"
            + " AllowedAddresses or Numbers";

    @Test
    default void an_inbound_trunk_comes_back_as_it_was_made() {
        String number = number();
        String caller = number();
        InboundTrunkInfo made = sip().createInboundTrunk(InboundTrunk.forNumbers(number)
                .name("reception")
                .metadata("{\"a\":1}")
                .allowedAddresses(List.of("192.0.2.0/24", "2001:db8::1"))
                .allowedNumbers(List.of(caller))
                .credential(SipCredential.of("acme", "open sesame"))
                .headersToAttributes(Map.of("X-Twilio-VerStat", "verstat"))
                .attributesToHeaders(Map.of("outcome", "X-Outcome"))
                .ringingTimeout(Duration.ofSeconds(20))
                .maxCallDuration(Duration.ofMinutes(30))
                .build());
        assertThat(made.sipTrunkId()).startsWith("ST_");
        assertThat(made.numbers()).containsExactly(number);
        assertThat(made.allowedAddresses()).containsExactly("192.0.2.0/24", "2001:db8::1");
        assertThat(made.allowedNumbers()).containsExactly(caller);
        assertThat(made.authUsername()).isEqualTo("acme");
        assertThat(made.headersToAttributes()).containsExactly(Map.entry("X-Twilio-VerStat", "verstat"));
        assertThat(made.attributesToHeaders()).containsExactly(Map.entry("outcome", "X-Outcome"));
        assertThat(made.ringing()).contains(Duration.ofSeconds(20));
        assertThat(made.longestCall()).contains(Duration.ofMinutes(30));
        assertThat(sip().listInboundTrunks(List.of(made.sipTrunkId()), List.of()))
                .containsExactly(made);
    }

    @Test
    default void an_inbound_trunk_has_this_shape_and_no_dates() {
        String number = number();
        assertThat(SipUnderTest.shape(raw(CREATE, "{'trunk':{'numbers':['" + number + "']}}"), "sip_trunk_id"))
                .isEqualTo("{'sip_trunk_id':'X','name':'','metadata':'','numbers':['" + number
                        + "'],'allowed_addresses':[],'allowed_numbers':[],'auth_username':'','auth_password':'',"
                        + "'headers':{},'headers_to_attributes':{},'attributes_to_headers':{},"
                        + "'include_headers':'SIP_NO_HEADERS','ringing_timeout':null,'max_call_duration':null,"
                        + "'krisp_enabled':false,'media_encryption':'SIP_MEDIA_ENCRYPT_DISABLE',"
                        + "'created_at':null,'updated_at':null}");
    }

    @Test
    default void passwords_are_listed_in_clear_and_stay_out_of_what_the_client_keeps() {
        InboundTrunkInfo made = sip().createInboundTrunk(InboundTrunk.forNumbers(number())
                .credential(SipCredential.of("acme", "open-sesame"))
                .build());
        OutboundTrunkInfo outbound = sip().createOutboundTrunk(OutboundTrunk.to("sip.example.com", number())
                .credential(SipCredential.of("acme", "open-sesame"))
                .build());
        assertThat(raw("ListSIPInboundTrunk", "{'trunk_ids':['" + made.sipTrunkId() + "']}")
                        .body())
                .contains("open-sesame");
        assertThat(raw("ListSIPOutboundTrunk", "{'trunk_ids':['" + outbound.sipTrunkId() + "']}")
                        .body())
                .contains("open-sesame");
        assertThat(sip().listInboundTrunks().toString() + sip().listOutboundTrunks())
                .doesNotContain("open-sesame")
                .contains(made.sipTrunkId(), outbound.sipTrunkId());
    }

    @Test
    default void inbound_trunks_are_found_by_number_however_it_is_spelled() {
        String number = number();
        InboundTrunkInfo made =
                sip().createInboundTrunk(InboundTrunk.forNumbers(number).build());
        String spaced = number.substring(1, 3) + " (" + number.substring(3, 7) + ") " + number.substring(7);
        assertThat(sip().listInboundTrunks(List.of(), List.of(spaced))).containsExactly(made);
        assertThat(sip().listInboundTrunks(List.of(), List.of(number()))).isEmpty();
        assertThat(sip().listInboundTrunks(List.of("ST_nobody"), List.of())).isEmpty();
        assertThat(sip().listInboundTrunks(List.of("ST_nobody", made.sipTrunkId()), List.of()))
                .containsExactly(made);
    }

    @Test
    default void a_second_trunk_for_a_number_is_refused_with_the_ids_of_the_first() {
        String number = number();
        InboundTrunkInfo first =
                sip().createInboundTrunk(InboundTrunk.forNumbers(number).build());
        assertThatThrownBy(() ->
                        sip().createInboundTrunk(InboundTrunk.forNumbers(number).build()))
                .isInstanceOfSatisfying(
                        LiveKitException.InvalidRequest.class,
                        refused -> assertThat(refused.serverMessage())
                                .isEqualTo("Conflicting inbound SIP Trunks: \"<new>\" and \"" + first.sipTrunkId()
                                        + "\", using the same number(s) [\"" + number
                                        + "\"] without AllowedNumbers set"));
        assertThat(raw(CREATE, "{'trunk':{'numbers':['" + number() + "','" + number + "']}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    default void a_second_trunk_passes_where_its_number_is_spelled_otherwise_or_it_names_its_callers() {
        String number = number();
        sip().createInboundTrunk(InboundTrunk.forNumbers(number).build());
        assertThat(raw(CREATE, "{'trunk':{'numbers':['" + number.substring(1) + "']}}")
                        .status())
                .isEqualTo(200);
        sip().createInboundTrunk(InboundTrunk.forNumbers(number)
                .allowedNumbers(List.of(number()))
                .build());
        assertThat(sip().listInboundTrunks(List.of(), List.of(number))).hasSize(3);
    }

    @Test
    default void a_replacement_takes_another_trunks_number_unnoticed() {
        String number = number();
        sip().createInboundTrunk(InboundTrunk.forNumbers(number).build());
        InboundTrunkInfo other =
                sip().createInboundTrunk(InboundTrunk.forNumbers(number()).build());
        InboundTrunkInfo replaced = sip().replaceInboundTrunk(
                        other.sipTrunkId(), InboundTrunk.forNumbers(number).build());
        assertThat(replaced.numbers()).containsExactly(number);
        assertThat(sip().listInboundTrunks(List.of(), List.of(number))).hasSize(2);
    }

    @Test
    default void a_replacement_leaves_nothing_of_what_was_there() {
        InboundTrunkInfo made = sip().createInboundTrunk(InboundTrunk.forNumbers(number())
                .name("reception")
                .credential(SipCredential.of("acme", "open sesame"))
                .build());
        String number = number();
        InboundTrunkInfo replaced = sip().replaceInboundTrunk(
                        made.sipTrunkId(), InboundTrunk.forNumbers(number).build());
        assertThat(replaced.sipTrunkId()).isEqualTo(made.sipTrunkId());
        assertThat(replaced.numbers()).containsExactly(number);
        assertThat(replaced.name() + replaced.authUsername()).isEmpty();
        JsonNode listed = raw("ListSIPInboundTrunk", "{'trunk_ids':['" + made.sipTrunkId() + "']}")
                .json()
                .path("items")
                .path(0);
        assertThat(listed.path("auth_password").asText("absent")).isEmpty();
        assertThatThrownBy(() -> sip().replaceInboundTrunk(
                                "ST_nobody", InboundTrunk.forNumbers(number()).build()))
                .isInstanceOf(LiveKitException.NotFound.class)
                .hasMessageContaining("requested sip trunk does not exist");
    }

    @Test
    default void an_outbound_trunk_comes_back_as_it_was_made_and_there_may_be_two() {
        String number = number();
        OutboundTrunk trunk = OutboundTrunk.to("sip.example.com:5061", number)
                .name("carrier")
                .metadata("m")
                .transport(SipTransport.TLS)
                .destinationCountry("gb")
                .credential(SipCredential.of("acme", "open sesame"))
                .headers(Map.of("X-Tenant", "acme"))
                .build();
        OutboundTrunkInfo made = sip().createOutboundTrunk(trunk);
        assertThat(made.address()).isEqualTo("sip.example.com:5061");
        assertThat(made.transport()).isEqualTo(SipTransport.TLS);
        assertThat(made.destinationCountry()).isEqualTo("GB");
        assertThat(made.numbers()).containsExactly(number);
        assertThat(made.headers()).containsExactly(Map.entry("X-Tenant", "acme"));
        assertThat(sip().createOutboundTrunk(trunk).sipTrunkId()).isNotEqualTo(made.sipTrunkId());
        assertThat(sip().listOutboundTrunks(List.of(), List.of(number))).hasSize(2);
        assertThat(sip().listOutboundTrunks(List.of(), List.of(number.substring(1))))
                .as("compared as spelled")
                .isEmpty();
        OutboundTrunkInfo replaced = sip().replaceOutboundTrunk(
                        made.sipTrunkId(),
                        OutboundTrunk.to("sip.example.net", number).build());
        assertThat(replaced.address()).isEqualTo("sip.example.net");
        assertThat(replaced.authUsername()).isEmpty();
        assertThat(sip().listOutboundTrunks(List.of(made.sipTrunkId()), List.of()))
                .containsExactly(replaced);
    }

    @Test
    default void an_outbound_trunk_has_this_shape() {
        assertThat(SipUnderTest.shape(
                        raw("CreateSIPOutboundTrunk", "{'trunk':{'address':'sip.example.com','numbers':['1']}}"),
                        "sip_trunk_id"))
                .isEqualTo("{'sip_trunk_id':'X','name':'','metadata':'','address':'sip.example.com',"
                        + "'destination_country':'','transport':'SIP_TRANSPORT_AUTO','numbers':['1'],"
                        + "'auth_username':'','auth_password':'','headers':{},'headers_to_attributes':{},"
                        + "'attributes_to_headers':{},'include_headers':'SIP_NO_HEADERS',"
                        + "'media_encryption':'SIP_MEDIA_ENCRYPT_DISABLE','from_host':'',"
                        + "'created_at':null,'updated_at':null}");
    }

    @Test
    default void a_trunk_of_the_other_kind_is_not_there() {
        OutboundTrunkInfo outbound = sip().createOutboundTrunk(
                        OutboundTrunk.to("sip.example.com", number()).build());
        assertThatThrownBy(() -> sip().replaceInboundTrunk(
                                outbound.sipTrunkId(),
                                InboundTrunk.forNumbers(number()).build()))
                .isInstanceOf(LiveKitException.NotFound.class);
    }

    @Test
    default void deleting_a_trunk_is_answered_alike_whether_or_not_there_was_one() {
        String id = sip().createInboundTrunk(InboundTrunk.forNumbers(number()).build())
                .sipTrunkId();
        String first = raw("DeleteSIPTrunk", "{'sip_trunk_id':'" + id + "'}").body();
        assertThat(sip().listInboundTrunks(List.of(id), List.of())).isEmpty();
        assertThat(raw("DeleteSIPTrunk", "{'sip_trunk_id':'" + id + "'}").body())
                .isEqualTo(first);
        sip().deleteTrunk("ST_nobody");
        assertThat(raw("DeleteSIPTrunk", "{}").verdict()).isEqualTo("400 invalid_argument: trunk ID is required");
    }

    @Test
    default void an_inbound_trunk_is_refused_in_these_words() {
        String number = number();
        assertThat(raw(CREATE, "{}").verdict()).isEqualTo("400 invalid_argument: missing trunk");
        assertThat(raw(CREATE, "{'trunk':{}}").verdict()).isEqualTo(SECURITY);
        assertThat(raw(CREATE, "{'trunk':{'numbers':['" + number + "'],'sip_trunk_id':'ST_x'}}")
                        .verdict())
                .isEqualTo("400 invalid_argument: trunk id must not be set");
        assertThat(raw(CREATE, "{'trunk':{'numbers':['" + number + "'],'headers':{'From':'x'}}}")
                        .verdict())
                .isEqualTo("400 invalid_argument: invalid header name: header name From not supported");
        assertThat(raw(CREATE, "{'trunk':{'numbers':['" + number + "'],'headers':{'X-A':'a\\r\\nb'}}}")
                        .verdict())
                .isEqualTo(
                        "400 invalid_argument: invalid header value for X-A: header X-A: value: char 13 not allowed");
        assertThat(raw(CREATE, "{'trunk':{'numbers':['" + number + "'],'headers_to_attributes':{'X A':'x'}}}")
                        .verdict())
                .isEqualTo("400 invalid_argument: invalid header name: header name X A contains invalid characters:"
                        + " char 32 not allowed");
        assertThat(raw(CREATE, "{'trunk':{'numbers':['" + number + "'],'ringing_timeout':'soon'}}")
                        .verdict())
                .isEqualTo("400 malformed: the json request could not be decoded");
    }

    @Test
    default void a_replacement_is_refused_in_these_words() {
        String method = "UpdateSIPInboundTrunk";
        assertThat(raw(method, "{'replace':{'numbers':['1']}}").verdict())
                .isEqualTo("400 invalid_argument: trunk id must be set");
        assertThat(raw(method, "{'sip_trunk_id':'ST_x'}").verdict())
                .isEqualTo("400 invalid_argument: missing or unsupported update action");
        assertThat(raw(method, "{'sip_trunk_id':'ST_x','replace':{}}").verdict())
                .isEqualTo(SECURITY);
        assertThat(raw(method, "{'sip_trunk_id':'ST_x','replace':{'sip_trunk_id':'ST_y','numbers':['1']}}")
                        .verdict())
                .isEqualTo("400 invalid_argument: trunk id in the info must be empty or match the id in the update");
    }

    @Test
    default void an_outbound_trunk_is_refused_in_these_words() {
        String method = "CreateSIPOutboundTrunk";
        assertThat(raw(method, "{'trunk':{'address':'x'}}").verdict())
                .isEqualTo("400 invalid_argument: no trunk numbers specified");
        assertThat(raw(method, "{'trunk':{'numbers':['1']}}").verdict())
                .isEqualTo("400 invalid_argument: no outbound address specified");
        for (String uri : List.of("sip:sip.example.com", "a@b", "x;y")) {
            assertThat(raw(method, "{'trunk':{'numbers':['1'],'address':'" + uri + "'}}")
                            .verdict())
                    .as(uri)
                    .isEqualTo("400 invalid_argument: trunk address should be a hostname or IP, not SIP URI");
        }
        assertThat(raw(method, "{'trunk':{'numbers':['1'],'address':'x;transport=tcp'}}")
                        .verdict())
                .isEqualTo("400 invalid_argument: trunk address should not contain transport parameter");
    }
}
