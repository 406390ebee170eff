// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A refreshed token is the same man in the same room, with no more than he may have now (T3)")
@Tag("slow")
class RefreshTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;
    private static TestTenant globex;

    @BeforeAll
    static void twoTenants() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo", "{}");
        globex = new TestTenant(SERVER, "globex");
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    private static Answer refresh(String token) {
        return acme.backend().post("/api/v1/tokens/refresh", Json.text(Map.of("token", token)));
    }

    private static String fresh(String token) {
        return done(refresh(token)).at("/participant_token");
    }

    private static String minted(String body) {
        return done(acme.token(body)).at("/participant_token");
    }

    static Stream<Arguments> doubtful() {
        return Stream.of(notOurs(), outOfTime(), notAUsers()).flatMap(each -> each);
    }

    private static Stream<Arguments> notOurs() {
        return Stream.of(
                Arguments.of("another tenant's", HandMade.of(globex).signed(globex.secret())),
                Arguments.of(
                        "another tenant's for our room",
                        ours(HandMade.of(globex)).signed(globex.secret())),
                Arguments.of(
                        "one for another tenant's room",
                        HandMade.of(globex).with("iss", acme.keyId()).signed(acme.secret())),
                Arguments.of(
                        "one for a room of no tenant",
                        HandMade.of(acme)
                                .with("video", Map.of("roomJoin", true, "room", "lobby"))
                                .signed(acme.secret())),
                Arguments.of("a forged one", HandMade.of(acme).signed(globex.secret())),
                Arguments.of(
                        "one of an unknown key",
                        HandMade.of(acme).with("iss", "APInobody").signed(acme.secret())),
                Arguments.of(
                        "one without a key", HandMade.of(acme).without("iss").signed(acme.secret())),
                Arguments.of("an unsigned one", HandMade.of(acme).unsigned()),
                Arguments.of("one signed by HS512", HandMade.of(acme).signed("HS512", acme.secret())));
    }

    private static Stream<Arguments> outOfTime() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                Arguments.of(
                        "one that has ended",
                        HandMade.of(acme).with("exp", now - 90).signed(acme.secret())),
                Arguments.of(
                        "one that has just ended, within the verifier's leeway",
                        HandMade.of(acme).with("exp", now - 5).signed(acme.secret())),
                Arguments.of(
                        "one without an end", HandMade.of(acme).without("exp").signed(acme.secret())),
                Arguments.of(
                        "one that has not begun",
                        HandMade.of(acme).with("nbf", now + 600).signed(acme.secret())),
                Arguments.of(
                        "one that ends before it begins",
                        HandMade.of(acme).with("iat", now + 7200).signed(acme.secret())));
    }

    private static Stream<Arguments> notAUsers() {
        return Stream.of(
                Arguments.of(
                        "an agent's", HandMade.of(acme).with("kind", "agent").signed(acme.secret())),
                Arguments.of("one that may create rooms", with(Map.of("roomCreate", true))),
                Arguments.of("a recorder's", with(Map.of("recorder", true))),
                Arguments.of(
                        "one without a room",
                        HandMade.of(acme)
                                .with("video", Map.of("roomJoin", true))
                                .signed(acme.secret())),
                Arguments.of(
                        "one that does not enter",
                        HandMade.of(acme)
                                .with("video", Map.of("room", "acme.lobby"))
                                .signed(acme.secret())),
                Arguments.of("nobody's", HandMade.of(acme).without("sub").signed(acme.secret())),
                Arguments.of(
                        "one whose holder has no name",
                        HandMade.of(acme).with("sub", "").signed(acme.secret())),
                Arguments.of(
                        "one whose holder's identity has a line break",
                        HandMade.of(acme).with("sub", "alice\r\nbob").signed(acme.secret())),
                Arguments.of(
                        "one whose holder's name turns the text around",
                        HandMade.of(acme).with("name", "alice\u202e").signed(acme.secret())),
                Arguments.of("one for a room with a NUL", room("acme.a\0b")),
                Arguments.of("one for a room that turns the text around", room("acme.\u202e")),
                Arguments.of("one for a room with a name that is too long", room("acme." + "x".repeat(300))),
                Arguments.of(
                        "one whose holder's identity is too long",
                        HandMade.of(acme).with("sub", "x".repeat(257)).signed(acme.secret())),
                Arguments.of("one with a NUL in its agent's name", agent("demo\0", "")),
                Arguments.of("one with a NUL in what its agent is told", agent("demo-worker", "a\0b")),
                Arguments.of("no token", "not.a.token"),
                Arguments.of("no text of one", "....."),
                Arguments.of("a very long one", "e".repeat(65_536)));
    }

    private static String room(String name) {
        return HandMade.of(acme)
                .with("video", Map.of("roomJoin", true, "room", name))
                .signed(acme.secret());
    }

    private static String agent(String name, String metadata) {
        Map<String, Object> agent = Map.of("agentName", name, "metadata", metadata);
        return HandMade.of(acme)
                .with("roomConfig", Map.of("agents", List.of(agent)))
                .signed(acme.secret());
    }

    private static HandMade ours(HandMade token) {
        return token.with("video", Map.of("roomJoin", true, "room", "acme.lobby"));
    }

    private static String with(Map<String, Object> more) {
        Map<String, Object> video = new java.util.HashMap<>(Map.of("roomJoin", true, "room", "acme.lobby"));
        video.putAll(more);
        return HandMade.of(acme).with("video", video).signed(acme.secret());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doubtful")
    void what_was_not_given_to_a_user_of_this_tenant_is_refused(String which, String token) {
        long before = acme.ledger("tokens_used");

        Answer answer = refused(refresh(token), 422, "invalid_request");

        assertThat(answer.fields()).as(which).containsExactly("token");
        assertThat(answer.json().toString()).doesNotContain(token);
        assertThat(acme.ledger("tokens_used")).isEqualTo(before);
    }

    @Test
    void one_that_a_tenant_signed_itself_is_as_good_as_one_of_ours() {
        JsonNode fresh = claims(fresh(HandMade.of(acme).signed(acme.secret())));

        assertThat(fresh.path("sub").asText()).isEqualTo("alice");
        assertThat(fresh.path("video").path("canSubscribe").isBoolean()).isTrue();
    }

    @Test
    void texts_are_the_same_after_any_number_of_times() {
        String text = "{\"plan\":\"gold\",\"note\":\"a \\\"quoted\\\" word, ü\"}";
        String first = minted(Json.text(Map.of(
                "room_name", "lobby",
                "participant_identity", "alice",
                "participant_name", "Alice ü",
                "participant_metadata", text,
                "participant_attributes", Map.of("language", "de", "json", text))));

        JsonNode third = claims(fresh(fresh(fresh(first))));

        for (String claim : new String[] {"sub", "name", "metadata", "attributes", "video", "iss"}) {
            assertThat(third.path(claim)).as(claim).isEqualTo(claims(first).path(claim));
        }
        assertThat(third.path("metadata").asText()).isEqualTo(text);
    }

    @Test
    void a_revoked_user_gets_none_until_he_is_reinstated() {
        String bobs = minted("{\"participant_identity\":\"bob\"}");

        done(acme.backend().post("/api/v1/users/bob/revoke"));
        refused(refresh(bobs), 403, "user_revoked");
        done(acme.backend().post("/api/v1/users/bob/reinstate"));
        fresh(bobs);
    }

    @Test
    void what_the_policy_has_taken_away_is_gone_and_what_it_gave_is_not_added() {
        TestTenant initech = new TestTenant(SERVER, "initech");
        try (initech) {
            initech.policy(
                    "{\"grants\":[\"can_publish\",\"can_subscribe\",\"room_admin\",\"can_update_own_metadata\"]}");
            String admin = done(initech.token(
                            "{\"ttl\":7200,\"grants\":{\"room_admin\":true,\"can_update_own_metadata\":true,\"can_subscribe\":false}}"))
                    .at("/participant_token");
            initech.policy(
                    "{\"max_ttl\":600,\"grants\":[\"can_subscribe\",\"can_publish_data\",\"hidden\",\"can_subscribe_metrics\"]}");

            Answer answer = done(initech.backend().post("/api/v1/tokens/refresh", Json.text(Map.of("token", admin))));
            JsonNode fresh = claims(answer.at("/participant_token"));

            assertThat(fresh.path("exp").asLong() - fresh.path("nbf").asLong()).isEqualTo(600);
            JsonNode video = fresh.path("video");
            for (String lost : new String[] {
                "canPublish",
                "canSubscribe",
                "canPublishData",
                "roomAdmin",
                "hidden",
                "canUpdateOwnMetadata",
                "canSubscribeMetrics"
            }) {
                assertThat(video.path(lost).asBoolean(false)).as(lost).isFalse();
            }
            initech.policy("{\"max_ttl\":86400,\"grants\":[\"can_publish\",\"can_subscribe\",\"room_admin\"]}");
            String again = done(initech.backend()
                            .post(
                                    "/api/v1/tokens/refresh",
                                    Json.text(Map.of("token", answer.at("/participant_token")))))
                    .at("/participant_token");
            assertThat(claims(again).path("video").path("roomAdmin").asBoolean(false))
                    .as("what was lost does not come back by a refresh")
                    .isFalse();
        }
    }
}
