// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A key on a public page lets nobody choose a name, a room or a grant (T5)")
class PublishableKeyTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TOKENS = "/api/v1/tokens";

    private static TestTenant acme;
    private static Caller page;

    @BeforeAll
    static void aPage() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo").withAgent("secretary");
        acme.policy("""
            {"grants":["can_publish","can_subscribe","can_publish_data","can_publish_sources",
                       "can_update_own_metadata","room_admin","hidden"]}\
            """);
        page = acme.page("demo");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @Test
    void room_and_identity_are_ours_and_never_twice_the_same() {
        Set<String> rooms = new HashSet<>();
        Set<String> identities = new HashSet<>();
        IntStream.range(0, 20).forEach(each -> {
            JsonNode claims = claims(done(page.post(TOKENS, "{}")).at("/participant_token"));
            rooms.add(claims.path("video").path("room").asText());
            identities.add(claims.path("sub").asText());
        });

        assertThat(rooms).hasSize(20).allMatch(room -> room.startsWith("acme."));
        assertThat(identities).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "room_name                        | {'room_name':'lobby'}",
                "room_name                        | {'roomName':'lobby'}",
                "participant_identity             | {'participant_identity':'alice'}",
                "participant_metadata             | {'participant_metadata':'x'}",
                "participant_attributes           | {'participant_attributes':{'a':'b'}}",
                "grants.room_admin                | {'grants':{'room_admin':true}}",
                "grants.hidden                    | {'grants':{'hidden':true}}",
                "grants.can_update_own_metadata   | {'grants':{'can_update_own_metadata':true}}",
                "room_config                      | {'room_config':{'max_participants':2}}",
                "room_config                      | {'room_config':{'metadata':'x'}}",
                "room_config.agents.metadata      | {'room_config':{'agents':[{'agent_name':'demo','metadata':'x'}]}}",
                "room_config.egress               | {'room_config':{'egress':{'room':{}}}}"
            })
    void who_someone_is_and_where_is_not_a_pages_to_say(String field, String body) {
        assertThat(refused(page.post(TOKENS, body.replace('\'', '"')), 422, "invalid_request")
                        .fields())
                .containsExactly(field);
    }

    @Test
    void it_may_say_how_it_is_called_and_narrow_what_it_may() {
        JsonNode claims = claims(done(page.post(
                        TOKENS,
                        "{\"participant_name\":\"Alice\",\"grants\":{\"can_publish\":false},\"room_config\":{},\"ttl\":60}"))
                .at("/participant_token"));

        assertThat(claims.path("name").asText()).isEqualTo("Alice");
        assertThat(claims.path("video").path("canPublish").asBoolean()).isFalse();
        assertThat(claims.path("exp").asLong() - claims.path("nbf").asLong()).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "https://evil.example", "https://acme.example.evil.example", "http://acme.example"})
    void from_another_page_it_opens_nothing(String origin) {
        refused(page.from(origin).post(TOKENS, "{}"), 403, "origin_not_allowed");
    }

    @Test
    void it_sends_for_the_agents_of_its_list_and_for_no_other() {
        done(page.post(TOKENS, agent("demo")));
        done(page.post(TOKENS, agent("demo-worker")));

        for (String other : new String[] {"secretary", "secretary-worker", "nobody"}) {
            assertThat(refused(page.post(TOKENS, agent(other)), 422, "invalid_request")
                            .fields())
                    .containsExactly("room_config.agents.agent_name");
        }
        refused(acme.page().post(TOKENS, agent("demo")), 422, "invalid_request");
    }

    private static String agent(String name) {
        return "{\"room_config\":{\"agents\":[{\"agent_name\":\"" + name + "\"}]}}";
    }

    @Test
    void it_is_for_the_token_endpoint_only() {
        String token = done(page.post(TOKENS, "{}")).at("/participant_token");

        refused(page.post(TOKENS + "/refresh", "{\"token\":\"" + token + "\"}"), 403, "forbidden");
        refused(page.post(TOKENS + "/inspect", "{\"token\":\"" + token + "\"}"), 403, "forbidden");
        refused(page.post("/api/v1/trigger", "{\"agent_slug\":\"demo\",\"user_id\":\"alice\"}"), 403, "forbidden");
        refused(page.get("/api/v1/calls"), 403, "forbidden");
        refused(page.get("/api/v1/agents"), 403, "forbidden");
    }

    @Test
    void its_own_limit_holds_for_it_alone() {
        String body = """
            {"kind":"publishable","name":"slow","origins":["https://acme.example"],
             "limit":{"per_second":1,"burst":2}}\
            """;
        Answer made = done(SERVER.operator().post(acme.path("/api-keys"), body));
        Caller slow = SERVER.with(made.at("/key")).from("https://acme.example");

        int refused = 0;
        for (int i = 0; i < 6 && refused == 0; i++) {
            Answer answer = slow.post(TOKENS, "{}");
            refused += answer.status() == 429 ? 1 : 0;
            assertThat(answer.status()).isIn(201, 429);
        }
        assertThat(refused).as("refusals of six requests at once").isEqualTo(1);
        done(page.post(TOKENS, "{}"));
    }

    @Test
    void nothing_is_sent_for_a_page_that_is_refused() {
        long dispatches = acme.ledger("dispatches_used");
        long tokens = acme.ledger("tokens_used");

        refused(page.post(TOKENS, agent("secretary")), 422, "invalid_request");

        assertThat(acme.ledger("dispatches_used")).isEqualTo(dispatches);
        assertThat(acme.ledger("tokens_used")).isEqualTo(tokens);
    }
}
