// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName(
        "A token counts only if its issuer signed it, for this tenant's own application, for now, and for that use")
class SubjectTokensTest {
    private static final TenantId ACME = new TenantId("ten_" + "a".repeat(26));
    private static final RSAKey RSA = TestIssuer.rsa("rsa");
    private static final ECKey P256 = TestIssuer.ec("p256", Curve.P_256);
    private static final ECKey P384 = TestIssuer.ec("p384", Curve.P_384);
    private static final ECKey P521 = TestIssuer.ec("p521", Curve.P_521);
    private static final OctetKeyPair ED25519 = TestIssuer.ed25519("ed");

    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final TestIssuer issuer = new TestIssuer(clock).publishes(RSA, P256, P384, P521, ED25519);
    private final KeySets keys = new KeySets(
            new IssuerHttp(new Egress(EgressConfig.withLoopback()), Duration.ofSeconds(5)), any -> false, clock);
    private final SubjectTokens tokens = new SubjectTokens(keys, clock);

    @AfterEach
    void close() {
        keys.close();
        issuer.close();
    }

    private Issuer trusted(String claim, List<String> audiences, List<String> algorithms) {
        Issuer.Trust trust = new Issuer.Trust(issuer.url(), audiences, null, claim, algorithms);
        return new Issuer("corporate", trust, new Issuer.Times(Instant.EPOCH, Instant.EPOCH));
    }

    private String user(String token) {
        List<String> all =
                List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
        return user(trusted("sub", List.of(TestIssuer.CLIENT, "shop-app"), all), token);
    }

    private String user(Issuer one, String token) {
        return tokens.verify(ACME, List.of(one), token).user();
    }

    private void refused(String token, String why) {
        assertThatThrownBy(() -> user(token))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(problem.fields()).extracting(Problem.Field::name).containsExactly("subject_token");
                })
                .hasMessageContaining(why);
    }

    private JWTClaimsSet.Builder claims() {
        return issuer.claims("alice");
    }

    private String signed(JWTClaimsSet.Builder claims) {
        return TestIssuer.signed(RSA, claims.build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void an_rsa_key_signs_by_any_of_its_algorithms(String algorithm) {
        String token = TestIssuer.signed(RSA, JWSAlgorithm.parse(algorithm), header -> {}, claims().build());

        assertThat(user(token)).isEqualTo("alice");
    }

    @ParameterizedTest
    @MethodSource
    void so_does_a_key_of_a_curve(JWK key) {
        assertThat(user(issuer.token(key, "alice"))).isEqualTo("alice");
    }

    static Stream<JWK> so_does_a_key_of_a_curve() {
        return Stream.of(P256, P384, P521, ED25519);
    }

    @Test
    void a_token_that_is_signed_with_the_public_key_as_a_shared_secret_is_refused() throws JOSEException {
        byte[] published = RSA.toPublicKey().getEncoded();
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID("rsa").build(), claims().build());
            token.sign(new MACSigner(published));

            refused(token.serialize(), "algorithms that are allowed");
        }
    }

    @Test
    void a_token_without_a_signature_is_refused_however_it_is_written() {
        String plain = new PlainJWT(claims().build()).serialize();
        refused(plain, "not a signed JWT");
        refused(plain.substring(0, plain.length() - 1), "not a signed JWT");
        refused(plain + "AAAA", "not a signed JWT");
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String header = Base64URL.encode("{\"alg\":\"" + none + "\"}").toString();
            String payload = Base64URL.encode(claims().build().toString()).toString();
            assertThatThrownBy(() -> user(header + '.' + payload + '.')).isInstanceOf(Problem.class);
            assertThatThrownBy(() -> user(header + '.' + payload + ".AAAA")).isInstanceOf(Problem.class);
        }
    }

    @Test
    void a_signature_counts_only_for_what_it_was_made_for() {
        String token = issuer.token(RSA, "alice");
        String[] parts = token.split("\\.", -1);
        String other = issuer.token(RSA, "mallory").split("\\.", -1)[1];

        refused(parts[0] + '.' + other + '.' + parts[2], "signature");
        refused(parts[0] + '.' + parts[1] + '.' + "A".repeat(parts[2].length()), "signature");
        refused(parts[0] + '.' + parts[1] + '.', "");
        refused(issuer.token(TestIssuer.rsa("rsa"), "alice"), "signature");
        refused(issuer.token(TestIssuer.rsa("unknown"), "alice"), "does not publish");
        refused(TestIssuer.signed(P256, header -> header.keyID("rsa"), claims().build()), "does not publish");
    }

    @Test
    void an_issuer_may_be_held_to_one_algorithm() {
        Issuer strict = trusted("sub", List.of(TestIssuer.CLIENT), List.of("ES256"));

        assertThat(user(strict, issuer.token(P256, "alice"))).isEqualTo("alice");
        assertThatThrownBy(() -> user(strict, issuer.token(RSA, "alice"))).hasMessageContaining("may not use");
    }

    @Test
    void a_token_that_names_no_key_needs_an_issuer_with_one_that_fits() {
        String token = TestIssuer.signed(RSA, header -> header.keyID(null), claims().build());
        assertThat(user(token)).isEqualTo("alice");

        issuer.publishes(RSA, TestIssuer.rsa("another"));
        clock.turn(Duration.ofMinutes(11));
        refused(TestIssuer.signed(RSA, header -> header.keyID(null), claims().build()), "does not say");
    }

    @Test
    void keys_that_the_token_brings_along_are_nobodys() {
        RSAKey own = TestIssuer.rsa("rsa");
        String token = TestIssuer.signed(
                own,
                header -> header.jwk(own.toPublicJWK()).jwkURL(URI.create(issuer.url() + "/mine")),
                claims().build());

        refused(token, "signature");
    }

    @Test
    void a_header_that_must_be_understood_is_refused() {
        refused(
                TestIssuer.signed(
                        RSA,
                        header -> header.criticalParams(Set.of("exp-2")).customParam("exp-2", 1),
                        claims().build()),
                "critical");
        refused(
                TestIssuer.signed(
                        RSA,
                        header -> header.base64URLEncodePayload(true).criticalParams(Set.of("b64")),
                        claims().build()),
                "critical");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt", "id_token+jwt"})
    void id_tokens_and_access_tokens_are_taken(String type) {
        String token = TestIssuer.signed(RSA, header -> header.type(new JOSEObjectType(type)), claims().build());
        assertThat(user(token)).isEqualTo("alice");
    }

    @Test
    void tokens_that_were_made_for_something_else_are_not() {
        for (String type : List.of("logout+jwt", "dpop+jwt", "secevent+jwt", "JOSE")) {
            refused(
                    TestIssuer.signed(RSA, header -> header.type(new JOSEObjectType(type)), claims().build()),
                    "neither an ID token");
        }
        refused(
                signed(claims().claim(
                                "events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))),
                "neither an ID token");
        refused(signed(claims().claim("cnf", Map.of("jkt", "x"))), "bound to a key");
    }

    @Test
    void the_issuer_is_the_trusted_one_to_the_letter() {
        for (String other : List.of(issuer.url() + "/", issuer.named(), "https://evil.example", "")) {
            refused(signed(claims().issuer(other)), "no issuer of this tenant");
        }
        refused(signed(claims().issuer(null)), "no issuer of this tenant");
    }

    @Test
    void the_audience_is_one_of_the_tenants_applications() {
        assertThat(user(signed(claims().audience("shop-app")))).isEqualTo("alice");
        refused(signed(claims().audience("somebody-else")), "audiences");
        refused(signed(claims().audience(List.of())), "audiences");
        refused(signed(claims().audience(TestIssuer.CLIENT.toUpperCase(Locale.ROOT))), "audiences");
    }

    @Test
    void of_several_audiences_the_party_that_asked_is_the_tenants_own() {
        List<String> both = List.of(TestIssuer.CLIENT, "somebody-else");

        refused(signed(claims().audience(both)), "azp");
        refused(signed(claims().audience(both).claim("azp", "somebody-else")), "azp");
        refused(signed(claims().audience(both).claim("azp", 7)), "azp");
        assertThat(user(signed(claims().audience(both).claim("azp", "shop-app"))))
                .isEqualTo("alice");
    }

    @Test
    void clocks_may_differ_by_a_minute_and_not_by_five() {
        assertThat(user(signed(claims().expirationTime(in(-59))))).isEqualTo("alice");
        assertThat(user(signed(claims().notBeforeTime(in(60)).issueTime(in(60)))))
                .isEqualTo("alice");

        refused(signed(claims().expirationTime(in(-60))), "has expired");
        refused(signed(claims().expirationTime(in(-300))), "has expired");
        refused(signed(claims().notBeforeTime(in(300))), "not valid yet");
        refused(signed(claims().issueTime(in(300))), "not valid yet");
        refused(signed(claims().issueTime(in(61))), "not valid yet");
        refused(signed(claims().expirationTime(null)), "never expires");
    }

    private Date in(int seconds) {
        return Date.from(clock.instant().plusSeconds(seconds));
    }

    @Test
    void the_user_is_the_text_of_one_claim_that_people_can_read() {
        Issuer byNumber = trusted("employee", List.of(TestIssuer.CLIENT), List.of("RS256"));

        assertThat(user(byNumber, signed(claims().claim("employee", "E-17")))).isEqualTo("E-17");
        assertThatThrownBy(() -> user(byNumber, signed(claims().claim("employee", 17))))
                .hasMessageContaining("employee");
        assertThatThrownBy(() -> user(byNumber, signed(claims()))).hasMessageContaining("employee");
        refused(signed(claims().subject("a\nb")), "names no user");
        refused(signed(claims().subject(" ")), "names no user");
        refused(signed(claims().subject("é".repeat(129))), "names no user");
        assertThat(user(signed(claims().subject("é".repeat(128))))).hasSize(128);
    }

    @Test
    void an_address_is_a_user_only_if_it_is_verified() {
        Issuer byEmail = trusted("email", List.of(TestIssuer.CLIENT), List.of("RS256"));
        JWTClaimsSet.Builder alice = claims().claim("email", "alice@example.com");

        assertThatThrownBy(() -> user(byEmail, signed(alice))).hasMessageContaining("email_verified");
        assertThatThrownBy(() -> user(byEmail, signed(alice.claim("email_verified", "true"))))
                .hasMessageContaining("email_verified");
        assertThat(user(byEmail, signed(alice.claim("email_verified", true)))).isEqualTo("alice@example.com");
    }

    @Test
    void a_token_that_is_too_long_or_no_token_at_all_is_refused() {
        refused(signed(claims().claim("long", "x".repeat(SubjectTokens.LONGEST))), "longer than");
        for (String nonsense : List.of("", ".", "..", "a.b.c", "....", "eyJ", "{}.{}.{}", "\u0000.\u0000.\u0000")) {
            assertThatThrownBy(() -> user(nonsense)).as(nonsense).isInstanceOf(Problem.class);
        }
        String deep = Base64URL.encode("[".repeat(4_000)).toString();
        String header = Base64URL.encode("{\"alg\":\"RS256\"}").toString();
        assertThatThrownBy(() -> user(header + '.' + deep + ".AAAA")).isInstanceOf(Problem.class);
        String dates = Base64URL.encode("{\"iss\":\"" + issuer.url() + "\",\"exp\":1e300,\"aud\":{\"a\":1}}")
                .toString();
        assertThatThrownBy(() -> user(header + '.' + dates + ".AAAA")).isInstanceOf(Problem.class);
    }
}
