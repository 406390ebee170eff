// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.Attestation;
import dev.stagedoor.telephony.carrier.CallerId;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plivo keeps the contract, and reads each of its kinds of requests. */
class PlivoTest extends FormContract {
    private static final String SOME_NONCE = "05429567804466091622";

    private final Plivo plivo = new Plivo();

    @Override
    protected Carrier carrier() {
        return plivo;
    }

    @Override
    protected CarrierSecret secret() {
        return PlivoCalls.SECRET;
    }

    @Override
    protected CarrierSecret otherSecret() {
        return new CarrierSecret(Secret.of("9876543210abcdefghij0123456789abcdefghij"));
    }

    @Override
    protected String signatureHeader() {
        return PlivoCalls.SIGNATURE;
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
        return PlivoCalls.incoming(from, to);
    }

    @Override
    protected List<String> required() {
        return List.of("CallUUID");
    }

    @Override
    protected SentRequest signed(SentRequest request) {
        String signature = PlivoCalls.sign(ADDRESS.url(request.target()), sent(request), SOME_NONCE);
        return request.with(PlivoCalls.SIGNATURE, signature).with(PlivoCalls.NONCE, SOME_NONCE);
    }

    @Override
    protected String dialled(CarrierAnswer answer) {
        return ParsedXml.of(answer).only().only().text();
    }

    @Test
    void numbers_come_without_their_plus_sign() {
        SentRequest request = posted(PlivoCalls.incoming("442079460199", "442079460107"));

        assertThat(plivo.calledNumber(request)).isEqualTo(CALLED);
        assertThat(plivo.read(request).parties().caller()).isEqualTo(new CallerId.PhoneNumber(CALLER));
        assertThat(plivo.read(request).parties().from()).isEqualTo("442079460199");
    }

    @Test
    void a_short_code_is_no_number() {
        assertThat(incoming(Map.of("From", "60123")).parties().caller()).isEqualTo(new CallerId.ShortCode("60123"));
    }

    @Test
    void any_of_the_signatures_counts_also_the_main_accounts() {
        SentRequest request = signed(call(CALLER, CALLED));
        String signature = request.header(PlivoCalls.SIGNATURE).orElseThrow();
        SentRequest unsigned = call(CALLER, CALLED).with(PlivoCalls.NONCE, SOME_NONCE);

        assertThat(verifies(unsigned.with(PlivoCalls.MAIN_ACCOUNT, signature), secret()))
                .isTrue();
        assertThat(verifies(request.with(PlivoCalls.SIGNATURE, "x," + signature), secret()))
                .isTrue();
        assertThat(verifies(request.with(PlivoCalls.SIGNATURE, "x, " + signature + " ,y"), secret()))
                .isTrue();
        assertThat(verifies(request.with(PlivoCalls.SIGNATURE, "x,".repeat(16) + signature), secret()))
                .isFalse();
        assertThat(verifies(unsigned.with(PlivoCalls.SIGNATURE, "x").with(PlivoCalls.MAIN_ACCOUNT, "y"), secret()))
                .isFalse();
    }

    @Test
    void the_nonce_is_signed() {
        SentRequest request = signed(call(CALLER, CALLED));

        assertThat(verifies(request.with(PlivoCalls.NONCE, "05429567804466091623"), secret()))
                .isFalse();
        for (String nonce : List.of("", "a b", "né", "1".repeat(129))) {
            String signature = PlivoCalls.sign(ADDRESS.url(request.target()), sent(request), nonce);
            assertThat(verifies(request.with(PlivoCalls.SIGNATURE, signature).with(PlivoCalls.NONCE, nonce), secret()))
                    .isFalse();
        }
    }

    @Test
    void a_get_is_signed_with_its_query_and_read_from_it() {
        SentRequest request = SentRequest.get(target() + '?' + encoded(fields(CALLER, CALLED)));
        String signature = PlivoCalls.hmac("https://stagedoor.example/webhooks/plivo/voice"
                + "?CallStatus=ringing&CallUUID=36100ddc-aed6-11e4-98c9-075c56ad58a0&CallerName=+442079460199"
                + "&Direction=inbound&Event=StartApp&From=+442079460199&StirVerification=Not Applicable"
                + "&To=+442079460107." + SOME_NONCE);

        assertThat(verifies(request.with(PlivoCalls.SIGNATURE, signature).with(PlivoCalls.NONCE, SOME_NONCE), secret()))
                .isTrue();
        assertThat(plivo.calledNumber(request)).isEqualTo(CALLED);
        assertThat(plivo.read(request).kind()).isEqualTo(Kind.INCOMING);
    }

    @Test
    void a_document_says_whom_to_dial_and_where_to_report() {
        ParsedXml response = ParsedXml.of(plivo.dial(incoming(Map.of()), LIVEKIT));

        assertThat(response.name()).isEqualTo("Response");
        assertThat(response.only().name()).isEqualTo("Dial");
        assertThat(response.only().attributes())
                .containsOnly(
                        Map.entry("timeout", "25"),
                        Map.entry("action", "https://stagedoor.example/action?call=call_01h&n=1"),
                        Map.entry("method", "POST"),
                        Map.entry("callbackUrl", "https://stagedoor.example/status?call=call_01h&n=1"),
                        Map.entry("callbackMethod", "POST"));
        ParsedXml user = response.only().only();
        assertThat(user.name()).isEqualTo("User");
        assertThat(user.text()).isEqualTo("sip:+442079460107@sip.livekit.example:5061;transport=tls");
        assertThat(user.attributes())
                .containsOnly(
                        Map.entry("sipAuthUsername", "stagedoor"),
                        Map.entry("sipAuthPassword", "p&ss;word=1?"),
                        Map.entry("sipHeaders", "StagedoorCall=call01h,StagedoorTry=2"));
    }

    @ParameterizedTest
    @CsvSource({"BUSY, busy", "NOT_IN_SERVICE, rejected", "FORBIDDEN, rejected"})
    void a_call_is_refused_before_it_is_answered(Refusal why, String reason) {
        ParsedXml hangup = ParsedXml.of(plivo.refuse(incoming(Map.of()), why)).only();

        assertThat(hangup.name()).isEqualTo("Hangup");
        assertThat(hangup.attributes()).containsOnly(Map.entry("reason", reason));
    }

    @Test
    void what_needs_no_answer_is_hung_up() {
        assertThat(ParsedXml.of(plivo.acknowledge(incoming(Map.of()))).only().name())
                .isEqualTo("Hangup");
    }

    @ParameterizedTest
    @CsvSource({
        "completed, COMPLETED",
        "busy, BUSY",
        "failed, FAILED",
        "timeout, NO_ANSWER",
        "no-answer, NO_ANSWER",
        "cancel, CANCELED",
        "unheard-of, OTHER"
    })
    void a_dials_action_says_how_the_leg_ended(String status, Kind kind) {
        assertThat(incoming(Map.of("CallStatus", "in-progress", "DialStatus", status))
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "answer, , ANSWERED",
        "connected, , ANSWERED",
        "digits, , OTHER",
        "hangup, NORMAL_CLEARING, COMPLETED",
        "hangup, USER_BUSY, BUSY",
        "hangup, NO_ANSWER, NO_ANSWER",
        "hangup, ORIGINATOR_CANCEL, CANCELED",
        "hangup, CALL_REJECTED, FAILED"
    })
    void a_callback_of_the_dialled_leg_is_progress(String action, String cause, Kind kind) {
        CarrierEvent event = incoming(Map.of(
                "DialAction", action, "DialBLegUUID", "38098730", "DialBLegHangupCause", cause == null ? "" : cause));

        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.ids().event()).isEqualTo("36100ddc-aed6-11e4-98c9-075c56ad58a0.leg.38098730." + action);
    }

    @Test
    void a_hang_up_is_no_incoming_call() {
        assertThat(incoming(Map.of("Event", "Hangup", "CallStatus", "completed"))
                        .kind())
                .isEqualTo(Kind.COMPLETED);
        assertThat(incoming(Map.of("Event", "Ring")).kind()).isEqualTo(Kind.RINGING);
        assertThat(incoming(Map.of("Direction", "outbound")).kind()).isEqualTo(Kind.RINGING);
    }

    @Test
    void an_attestation_is_read_if_it_applies() {
        assertThat(incoming(Map.of()).attestation()).isEmpty();
        assertThat(incoming(Map.of("StirVerification", "Verified")).attestation())
                .contains(new Attestation(Optional.of(Attestation.Level.A), true));
        assertThat(incoming(Map.of("StirVerification", "Not Verified")).attestation())
                .contains(new Attestation(Optional.empty(), false));
    }

    private CarrierEvent incoming(Map<String, String> changes) {
        return plivo.read(changed(changes));
    }
}
