// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("A token for agents is one that we signed, for this use and this time, or it is refused (104, 105, 150)")
class AgentTokensTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static TestNode node;
    private static SigningKeys keys;
    private static AgentTokens tokens;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
        keys = new SigningKeys(node.on(), HOUR);
        tokens = new AgentTokens(keys, "stagedoor", HOUR);
        keys.all();
        node.on().snapshots().fresh(TenantId.PLATFORM);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    private static Instant now() {
        return CLOCK.instant();
    }

    private static OctetKeyPair ours() {
        return keys.signing(now()).pair();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("stagedoor")
                .audience(AgentTokens.AUDIENCE)
                .subject("ses_of_alice")
                .claim("sid", "ses_of_alice")
                .claim("ten", TenantId.PLATFORM.value())
                .issueTime(Date.from(now()))
                .notBeforeTime(Date.from(now()))
                .expirationTime(Date.from(now().plus(HOUR)))
                .jwtID("tok_1");
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(ours().getKeyID());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner by) {
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(by);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static String signed(JWSHeader.Builder header) throws JOSEException {
        return signed(header.build(), claims().build(), new Ed25519Signer(ours()));
    }

    private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(header().build(), claims.build(), new Ed25519Signer(ours()));
    }

    /** Under our key's id. */
    private static String byOther(JWSAlgorithm algorithm, JWSSigner signer) {
        JWSHeader header =
                new JWSHeader.Builder(algorithm).keyID(ours().getKeyID()).build();
        return signed(header, claims().build(), signer);
    }

    private static byte[] publicKey() {
        return ours().toPublicJWK().getDecodedX();
    }

    private static JWSSigner rsa() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return new RSASSASigner(generator.generateKeyPair().getPrivate());
    }

    private static void assertRefused(Map<String, String> forged) {
        forged.forEach((how, token) -> {
            try {
                assertProblem(ErrorCode.UNAUTHENTICATED, () -> tokens.verify(token, now()));
            } catch (AssertionError accepted) {
                throw new AssertionError(how, accepted);
            }
        });
    }

    @Test
    void one_of_ours_is_taken() throws JOSEException {
        AgentTokens.Claims said = tokens.verify(signed(claims()), now());

        assertThat(said.session()).isEqualTo("ses_of_alice");
        assertThat(said.tenant()).isEqualTo(TenantId.PLATFORM);
        assertThat(said.expiresAt()).isEqualTo(now().plus(HOUR));
    }

    @Test
    @DisplayName("another algorithm, none, another key under our key's id, and a changed text are refused")
    void what_we_did_not_sign_is_refused() throws Exception {
        OctetKeyPair theirs = new OctetKeyPairGenerator(Curve.Ed25519)
                .keyID(ours().getKeyID())
                .generate();
        String[] parts = signed(claims()).split("\\.", -1);
        String[] others = signed(claims().jwtID("tok_2")).split("\\.", -1);
        JWTClaimsSet claims = claims().build();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("no token", "");
        forged.put("no JWT", "nonsense");
        forged.put("three parts of nothing", "a.b.c");
        forged.put("without an algorithm", new PlainJWT(claims).serialize());
        forged.put("signed, but said to have no algorithm", "eyJhbGciOiJub25lIn0." + parts[1] + "." + parts[2]);
        forged.put("HS256 by our public key", byOther(JWSAlgorithm.HS256, new MACSigner(publicKey())));
        forged.put("RS256", byOther(JWSAlgorithm.RS256, rsa()));
        forged.put("another key", signed(header().build(), claims, new Ed25519Signer(theirs)));
        JWSHeader bringing = header().jwk(theirs.toPublicJWK()).build();
        forged.put("another key, which it brings along", signed(bringing, claims, new Ed25519Signer(theirs)));
        forged.put("the signature of another", parts[0] + "." + parts[1] + "." + others[2]);
        forged.put("without its signature", parts[0] + "." + parts[1] + ".");
        forged.put("with letters changed", parts[0] + "." + parts[1].replaceFirst("..$", "AA") + "." + parts[2]);

        assertRefused(forged);
    }

    @Test
    @DisplayName("one of ours that was made for something else, elsewhere or for later is refused")
    void what_we_signed_for_something_else_is_refused() throws Exception {
        Map<String, String> others = new LinkedHashMap<>();
        others.put("an unknown key", signed(header().keyID("sig_unknown")));
        others.put("no key's id", signed(header().keyID(null)));
        others.put(
                "a header that must be understood",
                signed(header().criticalParams(Set.of("x")).customParam("x", 1)));
        others.put("another issuer", signed(claims().issuer("stagedoor2")));
        others.put("no issuer", signed(claims().issuer(null)));
        others.put("a ticket", signed(claims().audience("stagedoor/rt-ticket")));
        others.put("two audiences", signed(claims().audience(List.of(AgentTokens.AUDIENCE, "others"))));
        others.put("no end", signed(claims().expirationTime(null)));
        others.put("no beginning", signed(claims().notBeforeTime(null)));
        others.put("no session", signed(claims().claim("sid", null)));
        others.put("a session that is a number", signed(claims().claim("sid", 7)));
        others.put("no tenant", signed(claims().claim("ten", null)));
        others.put("a tenant that is none", signed(claims().claim("ten", "acme")));
        others.put("longer than any of ours", signed(claims().claim("pad", "x".repeat(3_000))));

        assertRefused(others);
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> tokens.verifyTicket(signed(claims()), now()));
    }

    @Test
    @DisplayName("one that has ended is told so, since its page may get another (F7)")
    void an_ended_one_is_told_so() throws JOSEException {
        for (Duration ago : List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofDays(400))) {
            String ended = signed(claims().expirationTime(Date.from(now().minus(ago))));
            assertProblem(ErrorCode.TOKEN_EXPIRED, () -> tokens.verify(ended, now()));
        }
    }

    @Test
    @DisplayName("the clock of the node that signed may be a minute ahead, and not five (150)")
    void clocks_may_differ_by_a_minute_and_not_by_five() throws JOSEException {
        String minute = signed(claims().notBeforeTime(Date.from(now().plusSeconds(60))));
        String five = signed(claims().notBeforeTime(Date.from(now().plusSeconds(300))));

        assertThat(tokens.verify(minute, now()).session()).isEqualTo("ses_of_alice");
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> tokens.verify(five, now()));
    }

    @Test
    @DisplayName("a replaced key signs for five minutes yet, and its tokens are good to their end, and no longer (105)")
    void a_replaced_key_overlaps_with_the_next() throws JOSEException {
        String before = ours().getKeyID();
        keys.rotate(TestNode.job());
        node.on().snapshots().fresh(TenantId.PLATFORM);
        CLOCK.turn(Duration.ofSeconds(299));
        assertThat(ours().getKeyID()).isEqualTo(before);
        String last = signed(claims());

        CLOCK.turn(Duration.ofSeconds(1));
        assertThat(ours().getKeyID()).isNotEqualTo(before);
        assertThat(tokens.verify(signed(claims()), now()).session()).isEqualTo("ses_of_alice");
        CLOCK.turn(HOUR.minusSeconds(2));
        assertThat(tokens.verify(last, now()).session()).isEqualTo("ses_of_alice");
        CLOCK.turn(Duration.ofSeconds(2));
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> tokens.verify(last, now()));
    }
}
