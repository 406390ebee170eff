// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.livekit.token.Verification.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forged, expired, foreign and malformed tokens are rejected, each for its own reason. */
final class TokenVerifierTest {
    private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final long NOW = Tokens.NOW.getEpochSecond();
    private final TokenVerifier verifier = new TokenVerifier(Tokens.KEY, Duration.ofSeconds(60), Tokens.CLOCK);

    static Stream<Arguments> rejected() {
        return Stream.concat(rejectedForItsShape(), rejectedForItsClaims());
    }

    private static Stream<Arguments> rejectedForItsShape() {
        var good = Tokens.withClaims("");
        var parts = good.split("\\.", -1);
        var hs512 = Tokens.base64("{\"alg\":\"HS512\"}") + "." + parts[1];
        return Stream.of(
                Arguments.of("alg none", Tokens.base64("{\"alg\":\"none\"}") + "." + parts[1] + ".", Reason.ALGORITHM),
                Arguments.of("alg None", Tokens.raw("{\"alg\":\"None\"}", "{}"), Reason.ALGORITHM),
                Arguments.of("alg RS256", Tokens.raw("{\"alg\":\"RS256\"}", "{}"), Reason.ALGORITHM),
                Arguments.of("alg HS512", hs512 + "." + Tokens.hmac("HmacSHA512", hs512), Reason.ALGORITHM),
                Arguments.of("no alg", Tokens.raw("{}", "{}"), Reason.ALGORITHM),
                Arguments.of("alg twice", Tokens.raw("{\"alg\":\"HS256\",\"alg\":\"HS256\"}", "{}"), Reason.MALFORMED),
                Arguments.of("crit", Tokens.raw("{\"alg\":\"HS256\",\"crit\":[\"x\"]}", "{}"), Reason.MALFORMED),
                Arguments.of("other secret", otherSecret(), Reason.SIGNATURE),
                Arguments.of("no signature", parts[0] + "." + parts[1] + ".", Reason.SIGNATURE),
                Arguments.of("padded signature", good + "=", Reason.SIGNATURE),
                Arguments.of("junk behind", good + "x", Reason.SIGNATURE),
                Arguments.of("four parts", good + ".x", Reason.MALFORMED),
                Arguments.of("two parts", parts[0] + "." + parts[1], Reason.MALFORMED),
                Arguments.of("empty", "", Reason.MALFORMED),
                Arguments.of("bearer", "Bearer " + good, Reason.MALFORMED),
                Arguments.of("blank before", " " + good, Reason.MALFORMED),
                Arguments.of("too long", good + "a".repeat(TokenSigner.LONGEST_TOKEN), Reason.TOO_LONG),
                Arguments.of("payload is a list", Tokens.raw(HS256, "[]"), Reason.MALFORMED),
                Arguments.of("payload is no JSON", Tokens.raw(HS256, "{"), Reason.MALFORMED),
                Arguments.of("payload has junk behind", Tokens.raw(HS256, "{} {}"), Reason.MALFORMED));
    }

    private static Stream<Arguments> rejectedForItsClaims() {
        return Stream.of(
                Arguments.of("claim twice", Tokens.withClaims("\"exp\":9999999999"), Reason.MALFORMED),
                Arguments.of("claim twice but for case", Tokens.withClaims("\"EXP\":9999999999"), Reason.MALFORMED),
                Arguments.of(
                        "other key", Tokens.raw(HS256, "{\"iss\":\"APIother\",\"exp\":9999999999}"), Reason.ISSUER),
                Arguments.of("no key", Tokens.raw(HS256, "{\"exp\":9999999999}"), Reason.ISSUER),
                Arguments.of("no exp", Tokens.raw(HS256, "{\"iss\":\"APItest\"}"), Reason.NO_EXPIRY),
                Arguments.of("exp null", Tokens.raw(HS256, "{\"iss\":\"APItest\",\"exp\":null}"), Reason.NO_EXPIRY),
                Arguments.of("exp is text", claims("\"exp\":\"9999999999\""), Reason.MALFORMED),
                Arguments.of("exp is huge", claims("\"exp\":1e999"), Reason.MALFORMED),
                Arguments.of("exp is negative", claims("\"exp\":-1"), Reason.MALFORMED),
                Arguments.of("ended", claims("\"exp\":" + (NOW - 60)), Reason.EXPIRED),
                Arguments.of("not begun", Tokens.withClaims("\"nbf\":" + (NOW + 62)), Reason.NOT_YET_VALID),
                Arguments.of("video is a text", Tokens.withClaims("\"video\":\"x\""), Reason.MALFORMED),
                Arguments.of(
                        "grant is a text", Tokens.withClaims("\"video\":{\"roomJoin\":\"true\"}"), Reason.MALFORMED),
                Arguments.of("attribute is a number", Tokens.withClaims("\"attributes\":{\"a\":1}"), Reason.MALFORMED),
                Arguments.of(
                        "deep", Tokens.withClaims("\"x\":" + "[".repeat(200) + "]".repeat(200)), Reason.MALFORMED));
    }

    private static String claims(String claims) {
        return Tokens.raw(HS256, "{\"iss\":\"APItest\"," + claims + "}");
    }

    private static String otherSecret() {
        return new TokenSigner(ApiKey.of(Tokens.KEY_ID, "another secret"), Tokens.CLOCK)
                .sign(AccessToken.forParticipant("alice").build())
                .jwt();
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @MethodSource("rejected")
    void a_bad_token_is_refused_for_its_own_reason(String name, String jwt, Reason reason) {
        assertThat(verifier.verify(jwt)).isInstanceOfSatisfying(Verification.Rejected.class, rejected -> {
            assertThat(rejected.reason()).as(name).isEqualTo(reason);
            assertThat(rejected.detail()).isNotBlank();
        });
    }

    @Test
    void the_leeway_counts_both_ways_and_to_the_millisecond() {
        var exp = Instant.ofEpochSecond(NOW + 600);
        assertThat(at(exp.plusSeconds(60).minusMillis(1)).verify(Tokens.withClaims("")))
                .isInstanceOf(Verification.Accepted.class);
        assertThat(at(exp.plusSeconds(60)).verify(Tokens.withClaims(""))).isInstanceOf(Verification.Rejected.class);
        var nbf = Instant.ofEpochSecond(NOW + 100);
        var token = Tokens.withClaims("\"nbf\":" + nbf.getEpochSecond());
        assertThat(at(nbf.minusSeconds(60)).verify(token)).isInstanceOf(Verification.Accepted.class);
        assertThat(at(nbf.minusSeconds(60).minusMillis(1)).verify(token)).isInstanceOf(Verification.Rejected.class);
    }

    private static TokenVerifier at(Instant now) {
        return new TokenVerifier(Tokens.KEY, Duration.ofSeconds(60), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void names_are_read_as_livekits_go_code_reads_them() {
        var read = accepted(Tokens.withClaims("""
            "VIDEO":{"RoomJoin":true,"room":"r","canpublish":false,"can_subscribe":false,"hidden":null}\
            """));
        assertThat(read.grants().video().roomJoin()).isTrue();
        assertThat(read.grants().video().canPublish()).isFalse();
        assertThat(read.grants().video().canSubscribe())
                .as("no such name: unset, which is yes")
                .isNull();
        assertThat(read.grants().video().hidden()).isFalse();
    }

    @Test
    void an_unknown_kind_or_source_reads_as_unknown_and_allows_nothing() {
        var read = accepted(Tokens.withClaims("""
            "kind":"hologram","video":{"canPublishSources":["smell"]}\
            """));
        assertThat(read.grants().kind()).hasToString("UNKNOWN");
        assertThat(read.grants().video().publishes(dev.stagedoor.livekit.TrackSource.CAMERA))
                .isFalse();
    }

    @Test
    void without_a_subject_the_id_is_the_identity_as_at_livekit() {
        var token = accepted(Tokens.raw(HS256, "{\"iss\":\"APItest\",\"exp\":9999999999,\"jti\":\"x\"}"));
        assertThat(token.identity()).isEqualTo("x");
        assertThat(token.grants().identity()).isNull();
    }

    @Test
    void the_key_id_is_read_without_verifying() {
        assertThat(TokenVerifier.claimedKeyId(Tokens.withClaims(""))).contains("APItest");
        assertThat(TokenVerifier.claimedKeyId("x.y.z")).isEmpty();
        assertThat(TokenVerifier.claimedKeyId(Tokens.raw(HS256, "{}"))).isEmpty();
    }

    private VerifiedToken accepted(String jwt) {
        return switch (verifier.verify(jwt)) {
            case Verification.Accepted(var token) -> token;
            case Verification.Rejected(var reason, var detail) -> throw new AssertionError(reason + ": " + detail);
        };
    }
}
