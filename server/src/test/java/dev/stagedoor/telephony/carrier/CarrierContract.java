// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds for every carrier. A carrier's test says how it signs and what its requests look like. */
public abstract class CarrierContract {
    protected static final PublicAddress ADDRESS = new PublicAddress("https://stagedoor.example");
    protected static final Instant NOW = Instant.parse("2026-11-30T09:15:00Z");
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    protected static final String CALLER = "+442079460199";
    protected static final String CALLED = "+442079460107";

    /** Nothing that a carrier's document may leave as it is. */
    protected static final SipDestination LIVEKIT = new SipDestination(
            CALLED,
            "sip.livekit.example:5061",
            SipDestination.Transport.TLS,
            new SipDestination.Login("stagedoor", Secret.of("p&ss;word=1?")),
            Map.of("X-Stagedoor-Call", "call_01h", "X-Stagedoor-Try", "2"),
            new SipDestination.Ringing(Duration.ofSeconds(25), true),
            new SipDestination.Callbacks(
                    Optional.of(URI.create("https://stagedoor.example/action?call=call_01h&n=1")),
                    Optional.of(URI.create("https://stagedoor.example/status?call=call_01h&n=1"))));

    protected abstract Carrier carrier();

    /** The secret by which {@link #signed} signs. */
    protected abstract CarrierSecret secret();

    /** Another of the same form. */
    protected abstract CarrierSecret otherSecret();

    /** The header with the signature. */
    protected abstract String signatureHeader();

    /** Whether the URL is signed. */
    protected abstract boolean signsTheUrl();

    /** How long a signature is valid, if it has a time. */
    protected abstract Optional<Duration> tolerance();

    /** The request with the signature of {@link #secret}, at {@link #NOW}. */
    protected abstract SentRequest signed(SentRequest request);

    /** An incoming call, unsigned. */
    protected abstract SentRequest call(String from, String to);

    /** The fields without which a call cannot be read. */
    protected abstract List<String> required();

    /** A call from {@link #CALLER} to {@link #CALLED} without that field. */
    protected abstract SentRequest without(String field);

    /** The same that has the called number twice. */
    protected abstract SentRequest repeated();

    /** The same with a field more. */
    protected abstract SentRequest with(String field, String value);

    /** A request whose body claims to be of the carrier's. */
    protected abstract SentRequest body(byte[] bytes);

    /** The SIP URI that an answer has the carrier dial. */
    protected abstract String dialled(CarrierAnswer answer);

    private SentRequest signedCall() {
        return signed(call(CALLER, CALLED));
    }

    protected final boolean verifies(SignedRequest request, CarrierSecret... secrets) {
        return carrier().verify(request, ADDRESS, List.of(secrets), NOW);
    }

    @Test
    void a_signed_call_is_verified_and_read() {
        SentRequest request = signedCall();

        assertThat(carrier().calledNumber(request)).isEqualTo(CALLED);
        assertThat(verifies(request, secret())).isTrue();
        CarrierEvent event = carrier().read(request);
        assertThat(event.kind()).isEqualTo(CarrierEvent.Kind.INCOMING);
        assertThat(event.parties().caller()).isEqualTo(new CallerId.PhoneNumber(CALLER));
        assertThat(event.parties().direction()).isEqualTo(Direction.INBOUND);
        assertThat(event.ids().call()).isNotEmpty();
        assertThat(event.ids().event()).isNotEmpty();
    }

    @Test
    void a_signature_that_differs_in_one_character_is_none() {
        SentRequest request = signedCall();
        String signature = request.header(signatureHeader()).orElseThrow();

        for (int i = 0; i < signature.length(); i++) {
            if (signature.charAt(i) == '=') {
                continue;
            }
            // The next one of the alphabet differs in one bit, which base64 may not use at the end.
            char other = BASE64.charAt((BASE64.indexOf(signature.charAt(i)) + 1) % BASE64.length());
            String changed = signature.substring(0, i) + other + signature.substring(i + 1);
            assertThat(verifies(request.with(signatureHeader(), changed), secret()))
                    .as("changed at %d", i)
                    .isFalse();
        }
        for (String cut :
                List.of("", " ", signature.substring(1), signature.substring(0, signature.length() - 1), "=")) {
            assertThat(verifies(request.with(signatureHeader(), cut), secret())).isFalse();
        }
    }

    @Test
    void a_call_without_a_signature_is_not_verified() {
        assertThat(verifies(call(CALLER, CALLED), secret())).isFalse();
    }

    @Test
    void any_of_a_few_secrets_verifies() {
        SentRequest request = signedCall();

        assertThat(verifies(request, secret(), otherSecret())).isTrue();
        assertThat(verifies(request, otherSecret(), secret())).isTrue();
        assertThat(verifies(request, otherSecret())).isFalse();
        assertThat(verifies(request)).isFalse();
        CarrierSecret one = otherSecret();
        assertThatIllegalArgumentException().isThrownBy(() -> verifies(request, one, one, one, one, secret()));
    }

    @Test
    void a_changed_call_is_not_verified() {
        SentRequest request = signedCall();

        assertThat(verifies(call(CALLER, "+442079460108").withHeadersOf(request), secret()))
                .isFalse();
        assertThat(verifies(call("+442079460198", CALLED).withHeadersOf(request), secret()))
                .isFalse();
        assertThat(verifies(with("More", "x").withHeadersOf(request), secret())).isFalse();
        assertThat(verifies(body(new byte[0]).withHeadersOf(request), secret())).isFalse();
    }

    @Test
    void a_call_to_another_url_is_verified_only_if_urls_are_not_signed() {
        SentRequest request = signedCall();

        assertThat(verifies(request.at("/webhooks/other"), secret())).isEqualTo(!signsTheUrl());
        assertThat(verifies(request.at(request.target() + "?x=1"), secret())).isEqualTo(!signsTheUrl());
        assertThat(carrier().verify(request, new PublicAddress("http://stagedoor.example"), List.of(secret()), NOW))
                .isEqualTo(!signsTheUrl());
    }

    @Test
    void the_port_may_be_signed_or_not() {
        SentRequest request = signedCall();

        for (String base : List.of("https://stagedoor.example", "https://stagedoor.example:443")) {
            assertThat(carrier().verify(request, new PublicAddress(base), List.of(secret()), NOW))
                    .isTrue();
        }
    }

    @Test
    void a_replayed_call_is_verified_for_as_long_as_the_carrier_says() {
        SentRequest request = signedCall();
        Duration most = tolerance().orElse(Duration.ofDays(1));

        for (Instant now : List.of(NOW.minus(most), NOW.plus(most))) {
            assertThat(carrier().verify(request, ADDRESS, List.of(secret()), now))
                    .isTrue();
        }
        for (Instant now : List.of(
                NOW.minus(most).minusSeconds(1), NOW.plus(most).plusSeconds(1), NOW.plus(Duration.ofDays(9999)))) {
            assertThat(carrier().verify(request, ADDRESS, List.of(secret()), now))
                    .isEqualTo(tolerance().isEmpty());
        }
    }

    @Test
    void a_delivery_that_is_repeated_has_the_same_id() {
        CarrierEvent first = carrier().read(signedCall());
        CarrierEvent second = carrier().read(signedCall());

        assertThat(second.ids()).isEqualTo(first.ids());
    }

    @Test
    void unknown_fields_are_ignored() {
        SentRequest request = signed(with("Unheard-Of", "x\ny"));

        assertThat(verifies(request, secret())).isTrue();
        assertThat(carrier().read(request)).isEqualTo(carrier().read(signedCall()));
    }

    @Test
    void a_call_that_lacks_a_field_is_refused_by_its_name() {
        for (String field : required()) {
            refused(() -> carrier().read(without(field)), field);
        }
    }

    @Test
    void a_call_to_no_number_is_refused() {
        for (String to :
                List.of("", "anonymous", "client:agent", "sip:agent@example.com", "+0123456789", "+44", "٠١٢٣٤٥٦٧٨٩")) {
            refused(() -> carrier().calledNumber(call(CALLER, to)), "");
        }
    }

    @Test
    void what_is_said_twice_is_refused() {
        refused(() -> carrier().calledNumber(repeated()), "");
        refused(() -> carrier().read(repeated()), "");
    }

    @Test
    void a_huge_call_is_refused() {
        refused(() -> carrier().read(call("+" + "1".repeat(300), CALLED)), "");
        refused(() -> carrier().calledNumber(call(CALLER, CALLED + "1".repeat(300))), "");
        refused(() -> carrier().calledNumber(with("Pad", "x".repeat(70_000))), "");
        refused(() -> carrier().read(with("Pad", "x".repeat(70_000))), "");
    }

    @Test
    void control_characters_are_refused() {
        for (String from : List.of("+442079460199\r\nX-Evil: 1", "a\u0000", "\u007f", "\u0085")) {
            refused(() -> carrier().read(call(from, CALLED)), "");
        }
        refused(() -> carrier().calledNumber(call(CALLER, CALLED + "\n")), "");
    }

    @Test
    void a_number_whose_plus_sign_was_lost_is_one() {
        SentRequest request = call(" 442079460199", " 442079460107");

        assertThat(carrier().calledNumber(request)).isEqualTo(CALLED);
        assertThat(carrier().read(request).parties().caller()).isEqualTo(new CallerId.PhoneNumber(CALLER));
    }

    @Test
    void a_caller_may_be_withheld() {
        for (String from : List.of("", "anonymous", "Restricted", "+266696687", "sip:anonymous@anonymous.invalid")) {
            assertThat(carrier().read(call(from, CALLED)).parties().caller()).isEqualTo(new CallerId.Withheld());
        }
    }

    @Test
    void a_body_of_another_type_is_refused() {
        for (String type : List.of("text/plain", "multipart/form-data", "application/xml", "")) {
            SentRequest request = call(CALLER, CALLED).with("content-type", type);
            refused(() -> carrier().calledNumber(request), "");
            refused(() -> carrier().read(request), "");
        }
    }

    @Property
    void any_bytes_are_read_or_refused(@ForAll byte[] bytes) {
        SentRequest request = body(bytes).withHeadersOf(signedCall());

        readOrRefused(() -> carrier().calledNumber(request));
        readOrRefused(() -> carrier().read(request));
        assertThat(verifies(request, secret())).isFalse();
    }

    @Property
    void any_caller_is_read_or_refused(@ForAll String from) {
        readOrRefused(() -> carrier().read(call(from, CALLED)));
    }

    @Test
    void a_call_is_connected_with_the_livekit() {
        CarrierAnswer answer = carrier().dial(carrier().read(signedCall()), LIVEKIT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(dialled(answer)).startsWith("sip:+442079460107@sip.livekit.example:5061;transport=tls");
    }

    @Test
    void an_answer_does_not_print_the_password() {
        CarrierAnswer answer = carrier().dial(carrier().read(signedCall()), LIVEKIT);

        assertThat(answer.toString() + LIVEKIT).doesNotContain("ss;word");
    }

    @Test
    void an_event_does_not_print_the_numbers() {
        assertThat(carrier().read(signedCall()).toString()).doesNotContain("207946");
    }

    protected static void refused(Runnable reading, String field) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(reading::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST))
                .satisfies(problem -> assertThat(problem.detail()).startsWith(field));
    }

    private static void readOrRefused(Runnable reading) {
        try {
            reading.run();
        } catch (Problem refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
        }
    }
}
