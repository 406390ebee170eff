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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A restriction in the wrong place is refused, never ignored (E1, T2)")
class StrayFieldsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    @BeforeAll
    static void aTenant() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'can_publish':false}                  | can_publish      | grants.can_publish",
                "{'canPublish':false}                   | canPublish       | grants.can_publish",
                "{'can_publish_sources':['camera']}     | can_publish_sources | grants.can_publish_sources",
                "{'grant':{'can_publish':false}}        | grant            | grants",
                "{'video':{'canPublish':false}}         | video            | grants",
                "{'permissions':{'can_publish':false}}  | permissions      | grants",
                "{'hidden':true}                        | hidden           | grants.hidden",
                "{'ttl_seconds':60}                     | ttl_seconds      | ttl",
                "{'expires_in':60}                      | expires_in       | ttl",
                "{'exp':1}                              | exp              | ttl",
                "{'ttll':60}                            | ttll             | ttl",
                "{'grnts':{}}                           | grnts            | grants",
                "{'room':'lobby'}                       | room             | room_name",
                "{'identity':'alice'}                   | identity         | participant_identity",
                "{'user_id':'alice'}                    | user_id          | participant_identity",
                "{'name':'Alice'}                       | name             | participant_name",
                "{'metadata':'x'}                       | metadata         | participant_metadata",
                "{'agent_name':'demo'}                  | agent_name       | room_config.agents",
                "{'agents':[]}                          | agents           | room_config.agents",
                "{'max_participants':2}                 | max_participants | room_config.max_participants",
                "{'room_confg':{}}                      | room_confg       | room_config"
            })
    void with_the_field_that_was_meant(String body, String field, String meant) {
        long before = acme.ledger("tokens_used");

        Answer answer = refused(acme.token(body.replace('\'', '"')), 422, "invalid_request");

        assertThat(answer.fields()).containsExactly(field);
        assertThat(answer.at("/detail")).contains("did you mean " + meant + "?");
        assertThat(acme.ledger("tokens_used")).isEqualTo(before);
    }

    @Test
    void all_of_them_at_once() {
        Answer two = refused(acme.token("{\"room\":\"lobby\",\"identity\":\"alice\"}"), 422, "invalid_request");

        assertThat(two.fields()).containsExactlyInAnyOrder("room", "identity");
    }

    @Test
    void a_heap_of_unknown_fields_is_refused_before_it_is_searched() {
        Map<String, Integer> heap =
                IntStream.range(0, 65).boxed().collect(Collectors.toMap(each -> "new" + each, each -> 1));

        assertThat(refused(acme.token(Json.text(heap)), 422, "invalid_request").at("/detail"))
                .contains("more than 64 unknown fields");
        heap.remove("new1");
        done(acme.token(Json.text(heap)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'room_config':{'max_participant':2}}                              | room_config.max_participant",
                "{'room_config':{'something_new':1}}                                | room_config.something_new",
                "{'room_config':{'agents':[{'agent_name':'demo','metdata':'x'}]}}   | room_config.agents[0].metdata",
                "{'grants':{'canPublish':false}}                                    | grants.canPublish"
            })
    void inside_a_known_field_as_well(String body, String field) {
        assertThat(refused(acme.token(body.replace('\'', '"')), 422, "invalid_request")
                        .fields())
                .containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'locale':'en'}",
                "{'something_new':{'a':[1]}}",
                "{'sdk':'js','version':'2.21.0','protocol':16}",
                "{'scan':true,'candidate':1,'maximum_fun':1}"
            })
    void what_livekits_clients_may_send_one_day_is_ignored(String body) {
        JsonNode claims = claims(done(acme.token(body.replace('\'', '"'))).at("/participant_token"));

        assertThat(claims.path("video").path("canPublish").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"room_name":"lobby","participant_name":"Alice","participant_identity":"alice",
                 "participant_metadata":"m","participant_attributes":{"a":"b"},
                 "room_config":{"agents":[{"agent_name":"demo","metadata":"{}"}]}}""", """
                {"roomName":"lobby","participantName":"Alice","participantIdentity":"alice",
                 "participantMetadata":"m","participantAttributes":{"a":"b"},
                 "roomConfig":{"agents":[{"agentName":"demo","metadata":"{}"}]}}"""})
    void what_livekits_clients_send_today_is_taken_in_either_spelling(String body) {
        JsonNode claims = claims(done(acme.token(body)).at("/participant_token"));

        assertThat(claims.path("sub").asText()).isEqualTo("alice");
        assertThat(claims.path("name").asText()).isEqualTo("Alice");
        assertThat(claims.path("metadata").asText()).isEqualTo("m");
        assertThat(claims.path("attributes").path("a").asText()).isEqualTo("b");
        assertThat(claims.path("video").path("room").asText()).isEqualTo("acme.lobby");
    }

    @Test
    void an_empty_text_for_an_optional_field_means_that_it_is_not_given() {
        String empty = "{\"participant_identity\":\"\",\"participant_name\":\"\",\"participant_metadata\":\"\"}";

        JsonNode claims = claims(done(acme.token(empty)).at("/participant_token"));
        done(acme.page("demo").post("/api/v1/tokens", empty));

        assertThat(claims.path("sub").asText()).startsWith("guest_");
        assertThat(claims.path("name").asText()).isEqualTo(claims.path("sub").asText());
        assertThat(claims.has("metadata")).isFalse();
    }
}
