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
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Every token says when it begins and ends, what it may, and never more than its tenant's policy (T2)")
class GrantedTokenTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final List<String> NEVER = List.of(
            "roomCreate", "roomList", "roomRecord", "ingressAdmin", "recorder", "agent", "canManageAgentSession");
    private static final String STANDARD = """
        {"max_ttl":86400,"default_ttl":3600,"trigger_ttl":600,"publishable_ttl":300,
         "grants":["can_publish","can_subscribe","can_publish_data","can_publish_sources"],"agents":["*"]}\
        """;

    private static TestTenant acme;

    @BeforeAll
    static void aTenant() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo", "{}");
    }

    @AfterEach
    void standardPolicy() {
        acme.policy(STANDARD);
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    private static JsonNode token(Supplier<Answer> asked, Duration life) {
        long before = Instant.now().getEpochSecond();
        Answer answer = done(asked.get());
        long after = Instant.now().getEpochSecond();
        JsonNode claims = claims(answer.at("/participant_token"));

        assertThat(claims.path("nbf").asLong()).as("nbf, not back-dated").isBetween(before, after);
        assertThat(claims.path("iat").asLong()).isEqualTo(claims.path("nbf").asLong());
        assertThat(claims.path("exp").asLong() - claims.path("nbf").asLong()).isEqualTo(life.toSeconds());
        assertThat(Instant.parse(answer.at("/expires_at")).getEpochSecond())
                .isEqualTo(claims.path("exp").asLong());
        assertThat(claims.path("jti").asText()).isNotEmpty();
        assertThat(claims.path("iss").asText()).isEqualTo(acme.keyId());
        assertThat(claims.path("sub").asText()).isNotEmpty();
        JsonNode video = claims.path("video");
        assertThat(video.path("room").asText())
                .isEqualTo(answer.at("/room_name"))
                .startsWith("acme.");
        assertThat(video.path("roomJoin").asBoolean()).isTrue();
        for (String grant : List.of("canPublish", "canSubscribe", "canPublishData")) {
            assertThat(video.path(grant).isBoolean()).as(grant + " is said").isTrue();
        }
        for (String grant : NEVER) {
            assertThat(video.path(grant).asBoolean(false)).as(grant).isFalse();
        }
        for (String other : List.of("sip", "inference", "observability", "agentDispatch")) {
            assertThat(claims.has(other)).as(other).isFalse();
        }
        return claims;
    }

    @Test
    void an_hour_where_nothing_is_said_ten_minutes_for_a_call_and_five_for_a_page() {
        JsonNode plain = token(() -> acme.token("{}"), Duration.ofHours(1));
        String call = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"none\"}";
        JsonNode user = token(() -> acme.trigger(call), Duration.ofMinutes(10));
        JsonNode page = token(() -> acme.page().post("/api/v1/tokens", "{}"), Duration.ofMinutes(5));
        JsonNode agents = token(
                () -> acme.token("{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}"), Duration.ofHours(1));

        assertThat(user.path("sub").asText()).isEqualTo("alice");
        for (JsonNode each : List.of(plain, user, page, agents)) {
            assertThat(each.path("video").path("canPublish").asBoolean()).isTrue();
            assertThat(each.path("video").path("canSubscribe").asBoolean()).isTrue();
            assertThat(each.path("video").path("canPublishData").asBoolean()).isTrue();
            assertThat(each.path("video").path("roomAdmin").asBoolean(false)).isFalse();
            assertThat(each.path("video").path("hidden").asBoolean(false)).isFalse();
        }
    }

    @Test
    void a_refreshed_token_begins_now_and_is_as_long_as_the_old_one() {
        String old = done(acme.token("{\"ttl\":90}")).at("/participant_token");

        JsonNode fresh = token(
                () -> acme.backend().post("/api/v1/tokens/refresh", "{\"token\":\"" + old + "\"}"),
                Duration.ofSeconds(90));

        assertThat(fresh.path("jti").asText())
                .isNotEqualTo(claims(old).path("jti").asText());
    }

    @Test
    void ids_of_tokens_do_not_tell_how_many_there_are() {
        List<BigInteger> ids = Stream.generate(() -> done(acme.token("{}")).at("/participant_token"))
                .limit(3)
                .map(token -> new BigInteger(claims(token).path("jti").asText(), 16))
                .toList();

        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.get(i).subtract(ids.get(i - 1)).abs().bitLength())
                    .as("far apart, as random numbers of 128 bits are")
                    .isGreaterThan(64);
        }
    }

    @Test
    void a_day_is_the_most_that_anybody_can_ask_for() {
        token(() -> acme.token("{\"ttl\":86400}"), Duration.ofHours(24));

        assertThat(refused(acme.token("{\"ttl\":86401}"), 422, "invalid_request")
                        .fields())
                .containsExactly("ttl");
        assertThat(refused(acme.token("{\"ttl\":0}"), 422, "invalid_request").fields())
                .containsExactly("ttl");
    }

    @Test
    void a_policy_cuts_every_life() {
        acme.policy("{\"max_ttl\":120}");

        token(() -> acme.token("{}"), Duration.ofMinutes(2));
        token(
                () -> acme.trigger("{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"wait\":\"none\"}"),
                Duration.ofMinutes(2));
        token(() -> acme.page().post("/api/v1/tokens", "{}"), Duration.ofMinutes(2));
        token(() -> acme.token("{\"ttl\":120}"), Duration.ofMinutes(2));
        assertThat(refused(acme.token("{\"ttl\":121}"), 422, "not_permitted_by_policy")
                        .fields())
                .containsExactly("ttl");
    }

    @Test
    void a_page_cannot_ask_for_longer_than_pages_get() {
        token(() -> acme.page().post("/api/v1/tokens", "{\"ttl\":299}"), Duration.ofSeconds(299));

        Answer longer = acme.page().post("/api/v1/tokens", "{\"ttl\":301}");
        assertThat(refused(longer, 422, "not_permitted_by_policy").fields()).containsExactly("ttl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "can_publish",
                "can_subscribe",
                "can_publish_data",
                "can_update_own_metadata",
                "can_subscribe_metrics",
                "room_admin",
                "hidden"
            })
    void what_the_policy_does_not_allow_is_refused_by_name_and_refusing_it_oneself_is_not(String grant) {
        acme.policy("{\"grants\":[]}");

        Answer asked = acme.token("{\"grants\":{\"" + grant + "\":true}}");
        assertThat(refused(asked, 422, "not_permitted_by_policy").fields()).containsExactly("grants." + grant);
        JsonNode refusing = token(() -> acme.token("{\"grants\":{\"" + grant + "\":false}}"), Duration.ofHours(1));
        assertThat(refusing.path("video").path("canPublish").asBoolean())
                .as("nothing is given unasked")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "can_publish,canPublish",
        "can_subscribe,canSubscribe",
        "can_publish_data,canPublishData",
        "can_update_own_metadata,canUpdateOwnMetadata",
        "can_subscribe_metrics,canSubscribeMetrics",
        "room_admin,roomAdmin",
        "hidden,hidden"
    })
    void what_the_policy_allows_is_given_when_asked_for_and_not_when_declined(String grant, String claim) {
        acme.policy("{\"grants\":[\"" + grant + "\"]}");

        JsonNode asked = token(() -> acme.token("{\"grants\":{\"" + grant + "\":true}}"), Duration.ofHours(1));
        JsonNode declined = token(() -> acme.token("{\"grants\":{\"" + grant + "\":false}}"), Duration.ofHours(1));

        assertThat(asked.path("video").path(claim).asBoolean()).isTrue();
        assertThat(declined.path("video").path(claim).asBoolean(false)).isFalse();
        Map.of("canPublish", "", "canSubscribe", "", "canPublishData", "", "roomAdmin", "", "hidden", "")
                .keySet()
                .stream()
                .filter(other -> !other.equals(claim))
                .forEach(other -> assertThat(asked.path("video").path(other).asBoolean(false))
                        .as(other)
                        .isFalse());
    }

    @Test
    void sources_are_named_in_livekits_words_and_only_where_the_policy_lets_them_be_chosen() {
        String microphone = "{\"grants\":{\"can_publish_sources\":[\"microphone\"]}}";

        JsonNode narrowed = token(() -> acme.token(microphone), Duration.ofHours(1));
        assertThat(narrowed.path("video").path("canPublishSources").toString()).isEqualTo("[\"microphone\"]");

        acme.policy("{\"grants\":[\"can_publish\"]}");
        assertThat(refused(acme.token(microphone), 422, "not_permitted_by_policy")
                        .fields())
                .containsExactly("grants.can_publish_sources");
    }

    @Test
    void names_texts_and_room_settings_are_in_the_token_as_they_were_sent() {
        JsonNode claims = token(() -> acme.token("""
            {"room_name":"lobby","participant_identity":"alice","participant_name":"Alice",
             "participant_metadata":"{\\"plan\\":\\"gold\\"}","participant_attributes":{"language":"de"},
             "room_config":{"name":"quiet","empty_timeout":90,"max_participants":2,"agents":[{"agent_name":""}]}}\
            """), Duration.ofHours(1));

        assertThat(claims.path("sub").asText()).isEqualTo("alice");
        assertThat(claims.path("name").asText()).isEqualTo("Alice");
        assertThat(claims.path("metadata").asText()).isEqualTo("{\"plan\":\"gold\"}");
        assertThat(claims.path("attributes").toString()).isEqualTo("{\"language\":\"de\"}");
        assertThat(claims.path("video").path("room").asText()).isEqualTo("acme.lobby");
        assertThat(claims.path("roomConfig").path("emptyTimeout").asInt()).isEqualTo(90);
        assertThat(claims.path("roomConfig").path("maxParticipants").asInt()).isEqualTo(2);
    }
}
