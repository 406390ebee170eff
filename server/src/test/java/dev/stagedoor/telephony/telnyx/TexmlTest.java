// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.telephony.carrier.Attestation;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierAnswer;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.CarrierEvent.Kind;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.FormContract;
import dev.stagedoor.telephony.carrier.ParsedXml;
import dev.stagedoor.telephony.carrier.Refusal;
import dev.stagedoor.telephony.carrier.SentRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A TeXML application of Telnyx's keeps the contract. */
class TexmlTest extends FormContract {
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

    @Override
    protected Map<String, String> fields(String from, String to) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccountSid", "f5586561-8ff0-4291-a51b-c7dfe4139ff9");
        fields.put("CallSid", "v3:9X2vxPDFY2RHSJ1EdMS0RHRksMTg7ldNxdjWbVr9zBjbGjGsSe-aiQ");
        fields.put("CallStatus", "ringing");
        fields.put("CallerId", "John & more");
        fields.put("ConnectionId", "1234567890");
        fields.put("Direction", "inbound");
        fields.put("From", from);
        fields.put("To", to);
        return fields;
    }

    @Override
    protected List<String> required() {
        return List.of("CallSid", "CallStatus", "To");
    }

    @Override
    protected String dialled(CarrierAnswer answer) {
        return ParsedXml.of(answer).only().only().text();
    }

    @Test
    void a_get_is_not_verified_as_its_query_is_not_signed() {
        SentRequest request = SentRequest.get(target() + '?' + encoded(fields(CALLER, CALLED)));

        assertThat(verifies(signed(request), secret())).isFalse();
        refused(() -> telnyx.read(request), "");
        refused(() -> telnyx.calledNumber(request), "");
    }

    @Test
    void a_timestamp_that_is_no_number_is_none() {
        SentRequest request = signed(call(CALLER, CALLED));

        for (String at : List.of("", "-1", "1.5", "9999999999999", "٣", "+" + NOW.getEpochSecond())) {
            assertThat(verifies(request.with(TelnyxKeys.TIMESTAMP, at), secret()))
                    .isFalse();
        }
    }

    @Test
    void a_document_says_whom_to_dial() {
        ParsedXml dial = ParsedXml.of(telnyx.dial(incoming(Map.of()), LIVEKIT)).only();

        assertThat(dial.name()).isEqualTo("Dial");
        assertThat(dial.attributes()).containsEntry("timeout", "25").containsEntry("answerOnBridge", "true");
        assertThat(dial.only().name()).isEqualTo("Sip");
        assertThat(dial.only().attributes())
                .containsEntry("username", "stagedoor")
                .containsEntry("password", "p&ss;word=1?");
    }

    @ParameterizedTest
    @CsvSource({"BUSY, busy", "NOT_IN_SERVICE, rejected", "FORBIDDEN, rejected"})
    void a_call_is_refused_before_it_is_answered(Refusal why, String reason) {
        ParsedXml reject = ParsedXml.of(telnyx.refuse(incoming(Map.of()), why)).only();

        assertThat(reject.name()).isEqualTo("Reject");
        assertThat(reject.attributes()).containsOnly(Map.entry("reason", reason));
    }

    @ParameterizedTest
    @CsvSource({
        "initiated, OTHER",
        "ringing, RINGING",
        "in-progress, ANSWERED",
        "completed, COMPLETED",
        "busy, BUSY",
        "failed, FAILED",
        "no-answer, NO_ANSWER",
        "canceled, CANCELED"
    })
    void a_status_callback_is_progress(String status, Kind kind) {
        CarrierEvent event = incoming(Map.of(
                "CallStatus", status,
                "CallbackSource", "call-progress-events",
                "SequenceNumber", "3",
                "Timestamp", "2026-11-30T09:15:00Z",
                "CallSessionId", "session-1",
                "DialCallStatus", "busy"));

        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.ids().group()).contains("session-1");
        assertThat(event.order())
                .isEqualTo(
                        new CarrierEvent.Order(OptionalLong.of(3), Optional.of(Instant.parse("2026-11-30T09:15:00Z"))));
    }

    @Test
    void a_dials_action_says_how_the_leg_ended() {
        CarrierEvent event = incoming(Map.of("CallStatus", "in-progress", "DialCallStatus", "busy"));

        assertThat(event.kind()).isEqualTo(Kind.BUSY);
        assertThat(ParsedXml.of(telnyx.acknowledge(event)).children()).isEmpty();
    }

    @Test
    void an_attestation_is_read_if_sent() {
        assertThat(incoming(Map.of()).attestation()).isEmpty();
        assertThat(incoming(Map.of("ShakenStirAttestation", "A", "ShakenStirValidated", "true"))
                        .attestation())
                .contains(new Attestation(Optional.of(Attestation.Level.A), true));
        assertThat(incoming(Map.of("ShakenStirAttestation", "C", "ShakenStirValidated", "false"))
                        .attestation())
                .contains(new Attestation(Optional.of(Attestation.Level.C), false));
    }

    private CarrierEvent incoming(Map<String, String> changes) {
        return telnyx.read(changed(changes));
    }
}
