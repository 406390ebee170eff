// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.telephony.carrier.Attestation;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierAnswer;
import dev.stagedoor.telephony.carrier.CarrierContract;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.CarrierEvent.Kind;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.Refusal;
import dev.stagedoor.telephony.carrier.SentRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call-control application of Telnyx's keeps the contract. */
class CallControlTest extends CarrierContract {
    private static final String TARGET = "/webhooks/telnyx/voice";
    private static final String CALL = "v3:2EC-70CTEjlUq3tDM0CxKXIt5-5N4iP4wo7_-PfH-qub97Sk4EqO5w";

    private final Telnyx telnyx = new Telnyx();

    @Override
    protected Carrier carrier() {
        return telnyx;
    }

    @Override
    protected CarrierSecret secret() {
        return TelnyxKeys.PUBLIC;
    }

    @Override
    protected CarrierSecret otherSecret() {
        return TelnyxKeys.OTHER;
    }

    @Override
    protected String signatureHeader() {
        return TelnyxKeys.SIGNATURE;
    }

    @Override
    protected boolean signsTheUrl() {
        return false;
    }

    @Override
    protected Optional<Duration> tolerance() {
        return Optional.of(Duration.ofMinutes(5));
    }

    @Override
    protected SentRequest signed(SentRequest request) {
        return TelnyxKeys.signed(request, NOW);
    }

    private static Map<String, Object> payload(String from, String to) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("call_control_id", CALL);
        payload.put("call_leg_id", "b0e6224c-c81c-11f0-afbb-02420aef93a0");
        payload.put("call_session_id", "b0e6141e-c81c-11f0-abac-02420aef93a0");
        payload.put("caller_id_name", "John");
        payload.put("connection_id", "2811212257810187875");
        payload.put("direction", "incoming");
        payload.put("from", from);
        payload.put("state", "parked");
        payload.put("to", to);
        return payload;
    }

    private static SentRequest event(String type, Map<String, Object> payload) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("event_type", type);
        data.put("id", "b97d4d5e-6fe7-4432-911f-79637bf6ebb7");
        data.put("occurred_at", "2026-11-30T09:15:00.076316Z");
        data.put("payload", payload);
        data.put("record_type", "event");
        return event(data);
    }

    private static SentRequest event(Map<String, Object> data) {
        return SentRequest.post(
                TARGET, "application/json", Json.bytes(Map.of("data", data, "meta", Map.of("attempt", 1))));
    }

    @Override
    protected SentRequest call(String from, String to) {
        return event("call.initiated", payload(from, to));
    }

    @Override
    protected List<String> required() {
        return List.of("call_control_id");
    }

    @Override
    protected SentRequest without(String field) {
        Map<String, Object> payload = payload(CALLER, CALLED);
        payload.remove(field);
        return event("call.initiated", payload);
    }

    @Override
    protected SentRequest repeated() {
        String once = new String(call(CALLER, CALLED).rawBody(), StandardCharsets.UTF_8);
        return SentRequest.post(
                TARGET, "application/json", once.replace("\"to\":", "\"to\":\"+442079460108\",\"to\":"));
    }

    @Override
    protected SentRequest with(String field, String value) {
        Map<String, Object> payload = payload(CALLER, CALLED);
        payload.put(field, value);
        return event("call.initiated", payload);
    }

    @Override
    protected SentRequest body(byte[] bytes) {
        return SentRequest.post(TARGET, "application/json", bytes);
    }

    @Override
    protected String dialled(CarrierAnswer answer) {
        return json(answer.commands().getFirst()).get("to").textValue();
    }

    private static JsonNode json(CarrierAnswer.Command command) {
        return Json.read(command.body().reveal(), JsonNode.class);
    }

    @Test
    void a_key_that_is_there_twice_is_refused_wherever_it_is() {
        for (String body : List.of(
                "{\"data\":{},\"data\":{}}",
                "{\"data\":{\"payload\":{\"to\":\"+442079460107\",\"a\":{\"b\":1,\"b\":2}}}}",
                "{\"data\":{\"payload\":{\"to\":\"+442079460107\",\"\\u0074o\":\"+442079460108\"}}}")) {
            refused(() -> telnyx.calledNumber(SentRequest.post(TARGET, "application/json", body)), "");
        }
    }

    @Test
    void what_is_no_event_is_refused() {
        for (String body : List.of(
                "",
                "null",
                "[]",
                "1",
                "{}",
                "{\"data\":1}",
                "{\"data\":{\"payload\":{\"to\":1}}}",
                "{\"data\":",
                "\ufeff{}",
                "{\"data\":" + "[".repeat(1000),
                "{\"data\":{\"payload\":{\"to\":\"+442079460107\"}}}x")) {
            refused(() -> telnyx.calledNumber(SentRequest.post(TARGET, "application/json", body)), "");
            refused(() -> telnyx.read(SentRequest.post(TARGET, "application/json", body)), "");
        }
    }

    @Test
    void a_transfer_is_commanded_once_for_each_event() {
        CarrierEvent call = telnyx.read(call(CALLER, CALLED));
        CarrierAnswer answer = telnyx.dial(call, LIVEKIT);

        assertThat(answer.body().revealText()).isEqualTo("{}");
        assertThat(answer.commands()).hasSize(1);
        CarrierAnswer.Command command = answer.commands().getFirst();
        assertThat(command.method()).isEqualTo("POST");
        assertThat(command.path()).isEqualTo("/calls/" + CALL + "/actions/transfer");
        JsonNode body = json(command);
        assertThat(body.get("to").textValue()).isEqualTo("sip:+442079460107@sip.livekit.example:5061;transport=tls");
        assertThat(body.get("from").textValue()).isEqualTo(CALLER);
        assertThat(body.get("timeout_secs").intValue()).isEqualTo(25);
        assertThat(body.get("sip_auth_username").textValue()).isEqualTo("stagedoor");
        assertThat(body.get("sip_auth_password").textValue()).isEqualTo("p&ss;word=1?");
        assertThat(body.get("sip_transport_protocol").textValue()).isEqualTo("TLS");
        assertThat(body.get("custom_headers").findValuesAsText("name"))
                .containsExactly("X-Stagedoor-Call", "X-Stagedoor-Try");
        assertThat(body.get("custom_headers").findValuesAsText("value")).containsExactly("call_01h", "2");
        assertThat(body.get("webhook_url").textValue()).isEqualTo("https://stagedoor.example/status?call=call_01h&n=1");
        assertThat(body.get("command_id").textValue())
                .hasSize(36)
                .isEqualTo(json(telnyx.dial(call, LIVEKIT).commands().getFirst())
                        .get("command_id")
                        .textValue())
                .isNotEqualTo(json(telnyx.refuse(call, Refusal.BUSY).commands().getFirst())
                        .get("command_id")
                        .textValue());
    }

    @Test
    void a_withheld_caller_is_not_shown_as_a_number() {
        CarrierAnswer answer = telnyx.dial(telnyx.read(call("anonymous", CALLED)), LIVEKIT);

        assertThat(json(answer.commands().getFirst()).has("from")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"BUSY, USER_BUSY", "NOT_IN_SERVICE, CALL_REJECTED", "FORBIDDEN, CALL_REJECTED"})
    void a_call_is_refused_before_it_is_answered(Refusal why, String cause) {
        CarrierAnswer answer = telnyx.refuse(telnyx.read(call(CALLER, CALLED)), why);

        assertThat(answer.commands().getFirst().path()).isEqualTo("/calls/" + CALL + "/actions/reject");
        assertThat(json(answer.commands().getFirst()).get("cause").textValue()).isEqualTo(cause);
    }

    @Test
    void an_id_that_is_another_path_is_not_commanded() {
        for (String id : List.of("../../other", "a/b", "a?b", "a#b", "a%2fb", ".", "..", "a b")) {
            CarrierEvent call = telnyx.read(with("call_control_id", id));
            refused(() -> telnyx.refuse(call, Refusal.BUSY), "call_control_id");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "call.initiated, incoming, , INCOMING",
        "call.initiated, outgoing, , OTHER",
        "call.answered, , , ANSWERED",
        "call.bridged, , , ANSWERED",
        "call.hangup, , normal_clearing, COMPLETED",
        "call.hangup, , user_busy, BUSY",
        "call.hangup, , timeout, NO_ANSWER",
        "call.hangup, , no_answer, NO_ANSWER",
        "call.hangup, , originator_cancel, CANCELED",
        "call.hangup, , call_rejected, FAILED",
        "call.hangup, , , FAILED",
        "call.speak.ended, , , OTHER"
    })
    void each_event_is_progress_or_of_no_interest(String type, String direction, String cause, Kind kind) {
        Map<String, Object> payload = payload(CALLER, CALLED);
        payload.put("direction", direction);
        payload.put("hangup_cause", cause);
        CarrierEvent event = telnyx.read(event(type, payload));

        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.ids())
                .isEqualTo(new CarrierEvent.Ids(
                        CALL,
                        "b97d4d5e-6fe7-4432-911f-79637bf6ebb7",
                        Optional.of("b0e6141e-c81c-11f0-abac-02420aef93a0")));
        assertThat(event.order().at()).contains(Instant.parse("2026-11-30T09:15:00.076316Z"));
        assertThat(telnyx.acknowledge(event).commands()).isEmpty();
    }

    @Test
    void an_attestation_is_read_if_sent() {
        Map<String, Object> payload = payload(CALLER, CALLED);
        payload.put("shaken_stir_attestation", "B");
        payload.put("shaken_stir_validated", true);

        assertThat(telnyx.read(event("call.initiated", payload)).attestation())
                .contains(new Attestation(Optional.of(Attestation.Level.B), true));
        assertThat(telnyx.read(call(CALLER, CALLED)).attestation()).isEmpty();
    }
}
