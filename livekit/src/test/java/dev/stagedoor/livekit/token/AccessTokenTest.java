// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.livekit.KindDetail;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RestartPolicy;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.RoomEgress;
import dev.stagedoor.livekit.TrackSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A token grants what was asked for and no more, in LiveKit's terms, from now on and for a limited time. */
final class AccessTokenTest {
    private final TokenSigner signer = new TokenSigner(Tokens.KEY, Tokens.CLOCK);

    @Test
    void a_plain_token_says_exactly_this() {
        var token = AccessToken.forParticipant("alice")
                .name("Alice")
                .video(VideoGrant.joining("acme.lobby").canPublish(false).canSubscribe(true))
                .ttl(Duration.ofMinutes(10))
                .id("tok_1")
                .build();
        var signed = signer.sign(token);
        assertThat(Tokens.claims(signed.jwt()).toString()).isEqualTo("""
            {"iss":"APItest","sub":"alice","nbf":1795262400,"iat":1795262400,"exp":1795263000,"jti":"tok_1",\
            "name":"Alice","video":{"room":"acme.lobby","roomJoin":true,"canPublish":false,"canSubscribe":true}}\
            """);
        assertThat(signed.jwt())
                .isEqualTo(Tokens.raw(
                        "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
                        Tokens.claims(signed.jwt()).toString()));
        assertThat(signed.notBefore()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(signed.expiresAt()).isEqualTo("2026-11-21T12:10:00Z");
    }

    private static RoomConfiguration roomWithEverything() {
        return RoomConfiguration.builder()
                .name("cfg")
                .emptyTimeout(Duration.ofSeconds(1))
                .departureTimeout(Duration.ofSeconds(2))
                .maxParticipants(3)
                .metadata("rm")
                .egress(RoomEgress.ofJson("{\"tracks\": {\"filepath\": \"x\"}}"))
                .playoutDelay(Duration.ofMillis(4), Duration.ofMillis(5))
                .syncStreams(true)
                .agent(new RoomAgentDispatch("clerk", "am", RestartPolicy.NEVER, "blue", Map.of("k", "v")))
                .tag("t", "u")
                .build();
    }

    private static AccessToken withEverything() {
        return AccessToken.forParticipant("bob")
                .kind(ParticipantKind.AGENT, KindDetail.CLOUD_AGENT, KindDetail.BRIDGE_RTSP)
                .video(VideoGrant.joining("r")
                        .roomAdmin(true)
                        .canPublish(true)
                        .canSubscribe(false)
                        .canPublishData(true)
                        .canPublishSources(List.of(TrackSource.SCREEN_SHARE, TrackSource.MICROPHONE))
                        .canUpdateOwnMetadata(true)
                        .hidden(true)
                        .recorder(true)
                        .canSubscribeMetrics(false)
                        .canManageAgentSession(true)
                        .destinationRoom("d"))
                .roomConfig(roomWithEverything())
                .roomPreset("preset")
                .sha256("abc=")
                .metadata("m")
                .attribute("a", "b")
                .build();
    }

    @Test
    void every_claim_has_livekits_name() {
        var claims = Tokens.claims(signer.sign(withEverything()).jwt());
        assertThat(claims.path("kind").asText()).isEqualTo("agent");
        assertThat(claims.path("kindDetails").toString()).isEqualTo("[\"cloud_agent\",\"bridge_rtsp\"]");
        assertThat(claims.path("video").toString()).isEqualTo("""
            {"room":"r","roomJoin":true,"roomAdmin":true,"canPublish":true,"canSubscribe":false,\
            "canPublishData":true,"canUpdateOwnMetadata":true,"hidden":true,"recorder":true,\
            "canSubscribeMetrics":false,"canManageAgentSession":true,"destinationRoom":"d",\
            "canPublishSources":["screen_share","microphone"]}\
            """);
        assertThat(claims.path("roomConfig").toString()).isEqualTo("""
            {"name":"cfg","emptyTimeout":1,"departureTimeout":2,"maxParticipants":3,"metadata":"rm",\
            "minPlayoutDelay":4,"maxPlayoutDelay":5,"syncStreams":true,"egress":{"tracks":{"filepath":"x"}},\
            "agents":[{"agentName":"clerk","metadata":"am","restartPolicy":"JRP_NEVER","deployment":"blue",\
            "attributes":{"k":"v"}}],"tags":{"t":"u"}}\
            """);
        assertThat(claims.path("roomPreset").asText()).isEqualTo("preset");
        assertThat(claims.path("sha256").asText()).isEqualTo("abc=");
        assertThat(claims.path("attributes").toString()).isEqualTo("{\"a\":\"b\"}");
    }

    @ParameterizedTest
    @EnumSource
    void a_grant_without_a_room_is_given_only_by_name(ServerGrant grant) {
        var everything = VideoGrant.joining("r")
                .roomAdmin(true)
                .hidden(true)
                .recorder(true)
                .canPublish(true);
        var plain = Tokens.claims(signer.sign(
                        AccessToken.forParticipant("alice").video(everything).build())
                .jwt());
        assertThat(plain.path(grant.section()).has(grant.claim())).isFalse();
        var named = Tokens.claims(
                signer.sign(AccessToken.forServer().allowUnscoped(grant).build())
                        .jwt());
        assertThat(named.path(grant.section()).toString()).isEqualTo("{\"" + grant.claim() + "\":true}");
    }

    @Test
    void a_token_without_grants_has_no_grants_in_it() {
        var claims = Tokens.claims(signer.sign(AccessToken.forServer().build()).jwt());
        assertThat(claims.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("iss", "nbf", "iat", "exp", "jti");
    }

    @Test
    void tokens_never_share_an_id_on_any_number_of_threads_and_ids_do_not_count_them() {
        var token = AccessToken.forParticipant("alice").build();
        Set<String> ids = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 20_000).parallel().forEach(_ -> {
            var signed = signer.sign(token);
            assertThat(Tokens.claims(signed.jwt()).path("jti").asText()).isEqualTo(signed.id());
            ids.add(signed.id());
        });
        assertThat(ids).hasSize(20_000);
        assertThat(ids.stream().map(id -> id.substring(0, 16)).distinct()).hasSize(20_000);
    }

    @Test
    void many_threads_on_one_signer_get_tokens_that_verify() {
        var verifier = new TokenVerifier(Tokens.KEY, Duration.ZERO, Tokens.CLOCK);
        IntStream.range(0, 20_000).parallel().forEach(i -> {
            var jwt =
                    signer.sign(AccessToken.forParticipant("user-" + i).build()).jwt();
            assertThat(verifier.verify(jwt))
                    .isInstanceOfSatisfying(
                            Verification.Accepted.class,
                            good -> assertThat(good.token().identity()).isEqualTo("user-" + i));
        });
    }

    @Test
    void unusable_tokens_are_rejected_naming_the_field() {
        refused("room is empty", AccessToken.forParticipant("a").video(VideoGrant.joining("")));
        refused("room is empty", AccessToken.forParticipant("a").video(VideoGrant.administering("")));
        refused("identity is empty", AccessToken.forParticipant("").video(VideoGrant.joining("r")));
        refused("identity is empty", AccessToken.forServer().video(VideoGrant.joining("r")));
        refused("ttl", AccessToken.forParticipant("a").ttl(Duration.ofMillis(999)));
        refused("ttl", AccessToken.forParticipant("a").ttl(Duration.ofSeconds(-1)));
        refused("kind", AccessToken.forParticipant("a").kind(ParticipantKind.UNKNOWN));
        refused(
                "canPublishSources",
                AccessToken.forParticipant("a")
                        .video(VideoGrant.joining("r").canPublishSources(List.of(TrackSource.UNKNOWN))));
        refused(
                "egress",
                AccessToken.forParticipant("a")
                        .roomConfig(RoomConfiguration.builder()
                                .egress(RoomEgress.ofJson(
                                        "{\"room\":{\"file_outputs\":[{\"s3\":{\"secret\":\"x\"}}]}}"))
                                .build()));
    }

    private static void refused(String field, AccessToken.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field);
    }

    @Test
    void a_token_too_long_to_be_read_is_not_signed() {
        var token = AccessToken.forParticipant("a").metadata("x".repeat(60_000)).build();
        assertThatThrownBy(() -> signer.sign(token)).hasMessageContaining("longer than");
        assertThat(signer.sign(AccessToken.forParticipant("a").build()).jwt()).hasSizeLessThan(300);
    }

    @Test
    void an_unpaired_surrogate_is_rejected_and_the_signer_still_works() {
        var token = AccessToken.forParticipant("a\ud83d").build();
        assertThatThrownBy(() -> signer.sign(token)).hasMessageContaining("surrogate");
        var claims = Tokens.claims(
                signer.sign(AccessToken.forParticipant("b").build()).jwt());
        assertThat(claims.path("sub").asText()).isEqualTo("b");
    }

    @Test
    void nothing_prints_a_secret_or_a_token() {
        var signed = signer.sign(AccessToken.forParticipant("a").build());
        var printed = new HashSet<>(List.of(
                Tokens.KEY.toString(), signer.toString(), signed.toString(), new TokenVerifier(Tokens.KEY).toString()));
        assertThat(printed).allSatisfy(text -> assertThat(text).doesNotContain(Tokens.SECRET, signed.jwt()));
    }

    @Test
    void a_closed_key_creates_no_signers_but_existing_ones_still_work() {
        var key = ApiKey.of("APIclosed", Tokens.SECRET);
        var before = new TokenSigner(key);
        key.close();
        assertThatThrownBy(() -> new TokenSigner(key)).isInstanceOf(IllegalStateException.class);
        assertThat(Tokens.claims(before.sign(AccessToken.forServer().build()).jwt())
                        .path("iss")
                        .asText())
                .isEqualTo("APIclosed");
    }

    @Test
    void keys_are_equal_when_id_and_secret_are() {
        assertThat(ApiKey.of("k", "s")).isEqualTo(ApiKey.of("k", "s")).hasSameHashCodeAs(ApiKey.of("k", "s"));
        assertThat(ApiKey.of("k", "s")).isNotEqualTo(ApiKey.of("k", "t")).isNotEqualTo(ApiKey.of("l", "s"));
        assertThatThrownBy(() -> ApiKey.of("", "s")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiKey.of("k", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
