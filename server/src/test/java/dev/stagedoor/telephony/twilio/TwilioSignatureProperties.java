// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.carrier.SentRequest;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Twilio's own library and this server verify the same requests. */
class TwilioSignatureProperties {
    private static final Twilio TWILIO = new Twilio();
    private static final RequestValidator LIBRARY = new RequestValidator(TwilioCalls.TOKEN);
    private static final String BASE = "https://stagedoor.example";

    @Provide
    static Arbitrary<String> bases() {
        return Arbitraries.of(
                BASE,
                BASE + ":443",
                BASE + ":8443",
                "http://stagedoor.example",
                "http://stagedoor.example:80",
                BASE + "/a");
    }

    /** Without percent signs, which the library's port variants encode again. */
    @Provide
    static Arbitrary<String> targets() {
        Arbitrary<String> text =
                Arbitraries.strings().withChars("abcXYZ019-._~").ofMinLength(1).ofMaxLength(8);
        Arbitrary<String> pair = text.flatMap(name -> text.map(value -> name + '=' + value));
        return pair.list()
                .ofMaxSize(3)
                .map(pairs -> "/webhooks/twilio/voice" + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs)));
    }

    @Provide
    static Arbitrary<Map<String, String>> forms() {
        Arbitrary<String> name =
                Arbitraries.strings().withChars("AaBbZz_09é€").ofMinLength(1).ofMaxLength(6);
        Arbitrary<String> value = Arbitraries.strings()
                .ofMaxLength(12)
                .filter(text -> text.indexOf(0) < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text));
        return Arbitraries.maps(name, value).ofMaxSize(8);
    }

    @Property
    void both_verify_what_is_signed_for_the_url(
            @ForAll("bases") String base, @ForAll("targets") String target, @ForAll("forms") Map<String, String> form) {
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, base + target, form);

        assertThat(LIBRARY.validate(base + target, form, signature)).isTrue();
        assertThat(ours(base, target, form, signature)).isTrue();
    }

    @Property
    void both_judge_a_signature_for_another_url_alike(
            @ForAll("bases") String base,
            @ForAll("bases") String signedBase,
            @ForAll("targets") String target,
            @ForAll("targets") String otherTarget,
            @ForAll boolean sameTarget,
            @ForAll("forms") Map<String, String> form) {
        String signedTarget = sameTarget ? target : otherTarget;
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, signedBase + signedTarget, form);

        assertThat(ours(base, target, form, signature)).isEqualTo(LIBRARY.validate(base + target, form, signature));
    }

    @Property
    void both_judge_a_signature_of_another_form_alike(
            @ForAll("forms") Map<String, String> form, @ForAll("forms") Map<String, String> signed) {
        String target = "/webhooks/twilio/voice";
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, BASE + target, signed);

        assertThat(ours(BASE, target, form, signature)).isEqualTo(LIBRARY.validate(BASE + target, form, signature));
    }

    @Property
    void both_judge_any_signature_alike(@ForAll("forms") Map<String, String> form, @ForAll String signature) {
        String target = "/webhooks/twilio/voice";

        assertThat(ours(BASE, target, form, signature)).isEqualTo(LIBRARY.validate(BASE + target, form, signature));
    }

    @Property
    void both_verify_a_body_by_its_hash_in_the_signed_url(@ForAll String text, @ForAll boolean changed)
            throws URISyntaxException {
        String body = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String target = "/webhooks/twilio/voice?bodySHA256=" + sha256(body);
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, BASE + target, Map.of());
        String sent = changed ? body + ' ' : body;
        SentRequest request = SentRequest.post(target, "application/json", sent).with(TwilioCalls.SIGNATURE, signature);

        assertThat(verifies(BASE, request)).isEqualTo(!changed);
        assertThat(LIBRARY.validate(BASE + target, sent, signature)).isEqualTo(!changed);
    }

    /** The library decodes and encodes the URL for its port variants; Twilio signs it as it is. */
    @Example
    void a_port_beside_percent_signs_is_beyond_the_library() {
        String target = "/webhooks/twilio/voice?name=a%2Bb";
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, BASE + ":443" + target, Map.of("To", "+442079460107"));

        assertThat(LIBRARY.validate(BASE + target, Map.of("To", "+442079460107"), signature))
                .isFalse();
        assertThat(ours(BASE, target, Map.of("To", "+442079460107"), signature)).isTrue();
    }

    /** Its map has one value for each name; Twilio's other libraries sort the different ones. */
    @Example
    void a_repeated_field_is_beyond_the_library() {
        String target = "/webhooks/twilio/voice";
        String signature = TwilioCalls.hmac(TwilioCalls.TOKEN, BASE + target + "A1" + "A2" + "B3");
        SentRequest request = SentRequest.form(target, "B=3&A=2&A=1&A=2").with(TwilioCalls.SIGNATURE, signature);

        assertThat(verifies(BASE, request)).isTrue();
    }

    @Example
    void a_body_that_no_signature_covers_is_not_verified() {
        String target = "/webhooks/twilio/voice";
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, BASE + target, Map.of());
        for (SentRequest request : List.of(
                SentRequest.post(target, "application/json", "{}"),
                SentRequest.post(target, "text/plain", "a=1"),
                SentRequest.form(target, "a=1"))) {
            assertThat(verifies(BASE, request.with(TwilioCalls.SIGNATURE, signature)))
                    .isFalse();
        }
        assertThat(verifies(BASE, SentRequest.form(target, "").with(TwilioCalls.SIGNATURE, signature)))
                .isTrue();
    }

    @Example
    void two_hashes_of_a_body_are_none() {
        String target = "/webhooks/twilio/voice?bodySHA256=" + sha256("{}") + "&bodySHA256=" + sha256("[]");
        String signature = TwilioCalls.sign(TwilioCalls.TOKEN, BASE + target, Map.of());
        SentRequest request = SentRequest.post(target, "application/json", "{}");

        assertThat(verifies(BASE, request.with(TwilioCalls.SIGNATURE, signature)))
                .isFalse();
    }

    private static boolean ours(String base, String target, Map<String, String> form, String signature) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return verifies(base, SentRequest.form(target, body).with(TwilioCalls.SIGNATURE, signature));
    }

    private static boolean verifies(String base, SentRequest request) {
        return TWILIO.verify(request, new PublicAddress(base), List.of(TwilioCalls.SECRET), Instant.EPOCH);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String sha256(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
