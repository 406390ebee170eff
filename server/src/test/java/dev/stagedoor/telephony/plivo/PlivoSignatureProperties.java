// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.plivo.api.util.Utils;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.carrier.SentRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Plivo's own library and this server verify the same requests. */
class PlivoSignatureProperties {
    private static final Plivo PLIVO = new Plivo();
    private static final String BASE = "https://stagedoor.example";
    private static final String PATH = "/webhooks/plivo/voice";
    private static final String NONCE = "05429567804466091622";

    /** It leaves out the port, which is one of our spellings. */
    @Provide
    static Arbitrary<String> bases() {
        return Arbitraries.of(BASE, BASE + ":443", BASE + ":8443", "http://stagedoor.example", BASE + "/a");
    }

    /** Without the delimiters that it decodes before it takes the query apart, and without the end that it cuts off. */
    @Provide
    static Arbitrary<Map<String, String>> queries() {
        Arbitrary<String> value = Arbitraries.strings()
                .withChars("azAZ09 +é€/:?\n")
                .ofMaxLength(8)
                .map(text -> text.isBlank() ? "" : text + '.');
        return Arbitraries.maps(names(), value).ofMaxSize(4);
    }

    /** Never empty: a call always has fields. */
    @Provide
    static Arbitrary<Map<String, String>> forms() {
        Arbitrary<String> value = Arbitraries.strings()
                .ofMaxLength(12)
                .filter(text -> text.indexOf(0) < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text))
                .filter(text -> !text.contains(".$"));
        return Arbitraries.maps(names(), value).ofMinSize(1).ofMaxSize(8);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withChars("AaBbZz_09é€").ofMinLength(1).ofMaxLength(6);
    }

    @Property
    void both_verify_a_post(
            @ForAll("bases") String base,
            @ForAll("queries") Map<String, String> query,
            @ForAll("forms") Map<String, String> form)
            throws Exception {
        String target = target(query);
        String signature = Utils.computeSignatureV3(base + target, NONCE, PlivoCalls.TOKEN, "POST", form);

        assertThat(verifies(base, SentRequest.form(target, encoded(form)), signature))
                .isTrue();
    }

    @Property
    void both_verify_a_get(@ForAll("bases") String base, @ForAll("queries") Map<String, String> query)
            throws Exception {
        Assume.that(!query.isEmpty());
        String target = target(query);
        String signature = Utils.computeSignatureV3(base + target, NONCE, PlivoCalls.TOKEN, "GET", Map.of());

        assertThat(verifies(base, SentRequest.get(target), signature)).isTrue();
    }

    @Property
    void both_judge_a_signature_of_another_request_alike(
            @ForAll("queries") Map<String, String> query,
            @ForAll("queries") Map<String, String> signedQuery,
            @ForAll("forms") Map<String, String> form,
            @ForAll("forms") Map<String, String> signedForm)
            throws Exception {
        String signature =
                Utils.computeSignatureV3(BASE + target(signedQuery), NONCE, PlivoCalls.TOKEN, "POST", signedForm);
        boolean theirs =
                signature.equals(Utils.computeSignatureV3(BASE + target(query), NONCE, PlivoCalls.TOKEN, "POST", form));

        assertThat(verifies(BASE, SentRequest.form(target(query), encoded(form)), signature))
                .isEqualTo(theirs);
    }

    /** The library forgets the port; Plivo's libraries for Node and Python sign it. */
    @Example
    void a_signed_port_is_beyond_the_library() throws Exception {
        Map<String, String> form = Map.of("To", "442079460107");
        String signature = PlivoCalls.sign(BASE + ":8443" + PATH, form, NONCE);

        assertThat(Utils.computeSignatureV3(BASE + ":8443" + PATH, NONCE, PlivoCalls.TOKEN, "POST", form))
                .isNotEqualTo(signature);
        assertThat(verifies(BASE + ":8443", SentRequest.form(PATH, encoded(form)), signature))
                .isTrue();
    }

    /** The library decodes the URL before it takes the query apart, and loses what follows an encoded number sign. */
    @Example
    void encoded_delimiters_in_a_query_are_beyond_the_library() throws Exception {
        String signature = PlivoCalls.hmac(BASE + PATH + "?a=x#y&b=1.To442079460107." + NONCE);
        String target = PATH + "?a=x%23y&b=1";
        Map<String, String> form = Map.of("To", "442079460107");

        assertThat(Utils.computeSignatureV3(BASE + target, NONCE, PlivoCalls.TOKEN, "POST", form))
                .isNotEqualTo(signature);
        assertThat(verifies(BASE, SentRequest.form(target, encoded(form)), signature))
                .isTrue();
    }

    /** The library trims the decoded URL. */
    @Example
    void white_space_at_the_end_of_a_query_is_beyond_the_library() throws Exception {
        String signature = PlivoCalls.hmac(BASE + PATH + "?a=x ." + NONCE);
        String target = PATH + "?a=x+";

        assertThat(Utils.computeSignatureV3(BASE + target, NONCE, PlivoCalls.TOKEN, "GET", Map.of()))
                .isNotEqualTo(signature);
        assertThat(verifies(BASE, SentRequest.get(target), signature)).isTrue();
    }

    /** The library cannot have a name twice in a query; Plivo's others sort the values. */
    @Example
    void a_repeated_field_is_beyond_the_library() {
        String target = PATH + "?b=2&a=1&b=1";
        SentRequest request = SentRequest.form(target, "B=3&A=2&A=1&A=2");
        String signature = PlivoCalls.hmac(BASE + PATH + "?a=1&b=1&b=2.A1A2A2B3." + NONCE);

        assertThatIllegalStateException()
                .isThrownBy(() -> Utils.computeSignatureV3(BASE + target, NONCE, PlivoCalls.TOKEN, "POST", Map.of()));
        assertThat(verifies(BASE, request, signature)).isTrue();
    }

    private static String target(Map<String, String> query) {
        return query.isEmpty() ? PATH : PATH + '?' + encoded(query);
    }

    private static boolean verifies(String base, SentRequest request, String signature) {
        SentRequest signed = request.with(PlivoCalls.SIGNATURE, signature).with(PlivoCalls.NONCE, NONCE);
        return PLIVO.verify(signed, new PublicAddress(base), List.of(PlivoCalls.SECRET), Instant.EPOCH);
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
