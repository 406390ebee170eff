// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.livekit.KindDetail;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.livekit.RestartPolicy;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.RoomEgress;
import dev.stagedoor.livekit.TrackSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real server decides: every kind of token that can be minted is sent to its {@code /rtc/validate}. */
final class RealServerTokenTest {
    private static RealServer server;
    private static HttpClient http;
    private static TokenSigner signer;

    @BeforeAll
    static void start() {
        server = RealServer.start();
        http = HttpClient.newHttpClient();
        signer = new TokenSigner(ApiKey.of(server.key(), server.secret()));
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    static Stream<Arguments> tokens() {
        var kinds = Arrays.stream(ParticipantKind.values())
                .filter(kind -> kind != ParticipantKind.UNKNOWN)
                .map(kind -> Arguments.of("kind " + kind, joining().kind(kind, KindDetail.CLOUD_AGENT)));
        var serverGrants = Arrays.stream(ServerGrant.values())
                .map(grant -> Arguments.of("with " + grant, joining().allowUnscoped(grant)));
        var others = Stream.of(
                Arguments.of("plain", joining()),
                Arguments.of("everything false", joining().video(grants(false))),
                Arguments.of(
                        "everything true",
                        joining()
                                .video(grants(true).roomAdmin(true).hidden(true).recorder(true))),
                Arguments.of(
                        "unusual names",
                        AccessToken.forParticipant("ä/😀\"\\\u0001")
                                .name("\t<>&")
                                .video(VideoGrant.joining("r/ä 😀"))),
                Arguments.of(
                        "metadata",
                        joining().metadata("{\"a\":\"\u0000\\\"\"}").attributes(Map.of("a.b", "c", "😀", "\n"))),
                Arguments.of("room configuration", joining().roomConfig(room()).roomPreset("none")),
                Arguments.of("sha256", joining().sha256("abc=")),
                Arguments.of("a second", joining().ttl(Duration.ofSeconds(1))),
                Arguments.of("a year", joining().ttl(Duration.ofDays(365))));
        return Stream.of(others, kinds, serverGrants).flatMap(all -> all);
    }

    private static AccessToken.Builder joining() {
        return AccessToken.forParticipant("alice").video(VideoGrant.joining("acme.lobby"));
    }

    private static VideoGrant.Builder grants(boolean value) {
        return VideoGrant.joining("acme.lobby")
                .canPublish(value)
                .canSubscribe(value)
                .canPublishData(value)
                .canUpdateOwnMetadata(value)
                .canSubscribeMetrics(value)
                .canManageAgentSession(value)
                .canPublishSources(List.of(TrackSource.CAMERA, TrackSource.SCREEN_SHARE_AUDIO))
                .destinationRoom("acme.other");
    }

    private static RoomConfiguration room() {
        return RoomConfiguration.builder()
                .name("cfg")
                .emptyTimeout(Duration.ofMinutes(1))
                .departureTimeout(Duration.ofSeconds(20))
                .maxParticipants(4)
                .metadata("m")
                .egress(RoomEgress.ofJson("{\"tracks\":{\"filepath\":\"x\"}}"))
                .playoutDelay(Duration.ofMillis(100), Duration.ofMillis(900))
                .syncStreams(true)
                .agent(new RoomAgentDispatch("clerk", "{}", RestartPolicy.NEVER, "", Map.of()))
                .tag("tenant", "acme")
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void the_server_takes_every_kind_of_token(String kind, AccessToken.Builder token) throws Exception {
        var answer = validate(signer.sign(token.build()).jwt());
        assertThat(answer.body()).as(kind).isEqualTo("success");
        assertThat(answer.statusCode()).as(kind).isEqualTo(200);
    }

    @Test
    void agent_fields_newer_than_the_server_invalidate_the_token() throws Exception {
        var agent = new RoomAgentDispatch("clerk", "", null, "blue", Map.of("k", "v"));
        var token =
                joining().roomConfig(RoomConfiguration.builder().agent(agent).build());
        var answer = validate(signer.sign(token.build()).jwt());
        assertThat(answer.body())
                .satisfiesAnyOf(
                        body -> assertThat(body).isEqualTo("success"),
                        body -> assertThat(body).contains("unknown field"));
    }

    @Test
    void the_server_refuses_what_our_verifier_refuses() throws Exception {
        var stranger = new TokenSigner(ApiKey.of(server.key(), "not the secret"))
                .sign(joining().build())
                .jwt();
        assertThat(validate(stranger).statusCode()).isEqualTo(401);
        var ended = signer.sign(joining().build(), Instant.now().minus(Duration.ofHours(2)))
                .jwt();
        assertThat(validate(ended).statusCode()).isEqualTo(401);
        var early = signer.sign(joining().build(), Instant.now().plus(Duration.ofMinutes(5)))
                .jwt();
        assertThat(validate(early).statusCode()).isEqualTo(401);
    }

    @Test
    void without_a_room_to_join_the_server_rejects_the_token() throws Exception {
        var token = AccessToken.forParticipant("alice").build();
        assertThat(validate(signer.sign(token).jwt()).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> validate(String jwt) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/rtc/validate"))
                .header("Authorization", "Bearer " + jwt)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
