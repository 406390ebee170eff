// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.Secret;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Twilio keeps the contract, and reads each of its kinds of requests. */
class TwilioTest extends FormContract {
    private final Twilio twilio = new Twilio();

    @Override
    protected Carrier carrier() {
        return twilio;
    }

    @Override
    protected CarrierSecret secret() {
        return TwilioCalls.SECRET;
    }

    @Override
    protected CarrierSecret otherSecret() {
        return new CarrierSecret(Secret.of("fedcba9876543210fedcba9876543210"));
    }

    @Override
    protected String signatureHeader() {
        return TwilioCalls.SIGNATURE;
    }

    @Override
    protected boolean signsTheUrl() {
        return true;
    }

    @Override
    protected Optional<Duration> tolerance() {
        return Optional.empty();
    }

    @Override
    protected Map<String, String> fields(String from, String to) {
        return TwilioCalls.incoming(from, to);
    }

    @Override
    protected List<String> required() {
        return List.of("CallSid", "CallStatus", "To");
    }

    @Override
    protected SentRequest signed(SentRequest request) {
        return request.with(
                signatureHeader(), TwilioCalls.sign(TwilioCalls.TOKEN, ADDRESS.url(request.target()), sent(request)));
    }

    @Override
    protected String dialled(CarrierAnswer answer) {
        return ParsedXml.of(answer).only().only().text();
    }

    @Test
    void a_get_is_signed_with_its_query_and_read_from_it() {
        String target = target() + '?' + encoded(fields(CALLER, CALLED));
        SentRequest request = SentRequest.get(target);
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, ADDRESS.url(target), Map.of());

        assertThat(verifies(request.with(signatureHeader(), signature), secret()))
                .isTrue();
        assertThat(twilio.calledNumber(request)).isEqualTo(CALLED);
        assertThat(twilio.read(request).kind()).isEqualTo(Kind.INCOMING);
        assertThat(verifies(request.at(target + "&To=%2B1").with(signatureHeader(), signature), secret()))
                .isFalse();
    }

    @Test
    void a_document_says_whom_to_dial_and_where_to_report() {
        ParsedXml response = ParsedXml.of(twilio.dial(incoming(Map.of()), LIVEKIT));

        assertThat(response.name()).isEqualTo("Response");
        assertThat(response.only().name()).isEqualTo("Dial");
        assertThat(response.only().attributes())
                .containsOnly(
                        Map.entry("answerOnBridge", "true"),
                        Map.entry("timeout", "25"),
                        Map.entry("action", "https://stagedoor.example/action?call=call_01h&n=1"),
                        Map.entry("method", "POST"));
        ParsedXml sip = response.only().only();
        assertThat(sip.text())
                .isEqualTo("sip:+442079460107@sip.livekit.example:5061;transport=tls"
                        + "?X-Stagedoor-Call=call_01h&X-Stagedoor-Try=2");
        assertThat(sip.attributes())
                .containsOnly(
                        Map.entry("username", "stagedoor"),
                        Map.entry("password", "p&ss;word=1?"),
                        Map.entry("statusCallback", "https://stagedoor.example/status?call=call_01h&n=1"),
                        Map.entry("statusCallbackEvent", "initiated ringing answered completed"),
                        Map.entry("statusCallbackMethod", "POST"));
    }

    @ParameterizedTest
    @CsvSource({"BUSY, busy", "NOT_IN_SERVICE, rejected", "FORBIDDEN, rejected"})
    void a_call_is_refused_before_it_is_answered(Refusal why, String reason) {
        ParsedXml reject = ParsedXml.of(twilio.refuse(incoming(Map.of()), why)).only();

        assertThat(reject.name()).isEqualTo("Reject");
        assertThat(reject.attributes()).containsOnly(Map.entry("reason", reason));
    }

    @Test
    void what_needs_no_answer_gets_an_empty_document() {
        ParsedXml response = ParsedXml.of(twilio.acknowledge(incoming(Map.of())));

        assertThat(response.name()).isEqualTo("Response");
        assertThat(response.children()).isEmpty();
    }

    @Test
    void an_attestation_is_read_if_sent() {
        assertThat(incoming(Map.of()).attestation()).contains(new Attestation(Optional.of(Attestation.Level.B), true));
        assertThat(incoming(Map.of("StirVerstat", "No-TN-Validation")).attestation())
                .isEmpty();
        assertThat(twilio.read(without("StirVerstat")).attestation()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "queued, OTHER", "initiated, OTHER", "ringing, RINGING", "in-progress, ANSWERED", "completed, COMPLETED",
        "busy, BUSY", "failed, FAILED", "no-answer, NO_ANSWER", "canceled, CANCELED", "unheard-of, OTHER"
    })
    void a_status_callback_of_the_dialled_leg_is_progress(String status, Kind kind) {
        CarrierEvent event = incoming(Map.of(
                "CallSid", "CA2",
                "ParentCallSid", "CA1",
                "To", "sip:+442079460107@sip.livekit.example;transport=tcp",
                "Direction", "outbound-dial",
                "CallStatus", status,
                "CallbackSource", "call-progress-events",
                "SequenceNumber", "2",
                "Timestamp", "Mon, 30 Nov 2026 09:15:00 +0000"));

        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.ids().call()).isEqualTo("CA2");
        assertThat(event.ids().group()).contains("CA1");
        assertThat(event.order())
                .isEqualTo(
                        new CarrierEvent.Order(OptionalLong.of(2), Optional.of(Instant.parse("2026-11-30T09:15:00Z"))));
    }

    @Test
    void the_number_of_a_dialled_leg_is_the_one_that_was_called() {
        String to = "sip:+442079460107@sip.livekit.example;transport=tcp";

        assertThat(twilio.calledNumber(changed(Map.of("To", to)))).isEqualTo(CALLED);
    }

    @Test
    void a_status_callback_of_the_call_itself_is_no_incoming_call() {
        assertThat(incoming(Map.of("CallbackSource", "call-progress-events")).kind())
                .isEqualTo(Kind.RINGING);
        assertThat(incoming(Map.of("SequenceNumber", "0")).kind()).isEqualTo(Kind.RINGING);
        assertThat(incoming(Map.of("CallStatus", "completed")).kind()).isEqualTo(Kind.COMPLETED);
        assertThat(incoming(Map.of("Direction", "outbound-api")).kind()).isEqualTo(Kind.RINGING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "9999999999", "٣"})
    void an_order_that_cannot_be_read_is_not_said(String sent) {
        assertThat(incoming(Map.of("SequenceNumber", sent, "Timestamp", sent)).order())
                .isEqualTo(CarrierEvent.Order.NOT_SAID);
    }

    @Test
    void the_fallback_url_gets_the_same_call() {
        CarrierEvent retried = incoming(Map.of("ErrorCode", "11200", "ErrorUrl", "https://stagedoor.example/x"));

        assertThat(retried).isEqualTo(incoming(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"completed, COMPLETED", "answered, ANSWERED", "busy, BUSY", "no-answer, NO_ANSWER", "failed, FAILED"})
    void a_dials_action_says_how_the_leg_ended(String status, Kind kind) {
        CarrierEvent event = incoming(Map.of(
                "CallStatus",
                "in-progress",
                "DialCallStatus",
                status,
                "DialCallSid",
                "CA2",
                "DialSipResponseCode",
                "486"));

        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.ids().event()).isEqualTo("CA00000000000000000000000000000001.dial.CA2." + status);
    }

    @Test
    void what_differs_is_another_event() {
        List<String> ids = List.of(
                incoming(Map.of()).ids().event(),
                incoming(Map.of("CallStatus", "completed")).ids().event(),
                incoming(Map.of("CallbackSource", "call-progress-events")).ids().event(),
                incoming(Map.of("CallStatus", "completed", "SequenceNumber", "1"))
                        .ids()
                        .event(),
                incoming(Map.of("CallStatus", "completed", "SequenceNumber", "2"))
                        .ids()
                        .event(),
                incoming(Map.of("CallSid", "CA2")).ids().event());

        assertThat(ids).doesNotHaveDuplicates();
    }

    private CarrierEvent incoming(Map<String, String> changes) {
        return twilio.read(changed(changes));
    }
}
