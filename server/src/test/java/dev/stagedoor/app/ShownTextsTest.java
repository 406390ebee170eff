// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.text.ShownText;
import dev.stagedoor.json.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are shown is what is there, on every route that takes a name; and a field is given in one spelling. */
class ShownTextsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    @BeforeAll
    static void tenant() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo", "{}");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST  | /api/v1/tenants          | {'slug':'initech'}                         | name",
                "PATCH | /api/v1/tenants/acme     | {}                                         | name",
                "PUT   | /api/v1/agents/demo      | {'name':'n','agent_name':'a'}              | name",
                "PUT   | /api/v1/agents/demo      | {'name':'n','agent_name':'a'}              | agent_name",
                "PUT   | /api/v1/agents/demo      | {'name':'n','agent_name':'a'}              | voice",
                "POST  | /api/v1/tenants/acme/api-keys | {'scopes':['agents:read']}                 | name",
                "POST  | /api/v1/operator-keys    | {'scopes':['tenants:read']}                | name",
                "PUT   | /api/v1/shared-servers   | {'server_url':'wss://livekit.example.com'} | note",
                "POST  | /api/v1/tokens           | {}                                         | room_name",
                "POST  | /api/v1/tokens           | {}                                         | participant_name",
                "POST  | /api/v1/tokens           | {}                                         | participant_identity",
                "POST  | /api/v1/trigger          | {'agent_slug':'demo'}                      | user_id",
                "POST  | /api/v1/trigger          | {'agent_slug':'demo','user_id':'alice'}    | room_name"
            })
    void a_name_that_is_not_what_it_seems_is_refused_by_its_field(
            String method, String path, String body, String field) {
        for (String name : List.of("a\r\nb", "a\u202eb", "a\u200bb", "\u2066a", "a\u2028b", "\ufeffa", "a\u007f")) {
            ObjectNode json = Json.read(body.replace('\'', '"'), ObjectNode.class);
            json.put(field, name);
            boolean operators = path.matches(".*(tenants|operator-keys|shared-servers).*");
            Caller caller = operators ? SERVER.operator() : acme.backend();

            Caller.Answer answer = refused(caller.ask(method, path, Json.text(json)), 422, "invalid_request");

            assertThat(answer.fields()).containsOnly(field);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zoë", "東京", "👩\u200d💻", "می\u200cخواهم", "O'Brien (2)", "🏳️‍🌈", "Ünïcödé"})
    void names_of_every_language_are_allowed(String name) {
        ObjectNode json = Json.read("{\"agent_name\":\"a\"}", ObjectNode.class).put("name", name);

        assertThat(ShownText.isClear(name)).isTrue();
        assertThat(done(acme.backend().put("/api/v1/agents/demo", Json.text(json)))
                        .at("/name"))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u200db", "\u200d", "東\u200d", "東\u200d\u200d京", "\u3164", "a\u00adb", "\ud83d"})
    void joiners_without_anything_to_join_are_invisible(String name) {
        assertThat(ShownText.isClear(name)).isFalse();
    }

    @Test
    void a_field_in_both_of_its_spellings_is_refused_by_both() {
        Caller.Answer answer = refused(
                acme.backend().post("/api/v1/tokens", "{\"room_name\":\"a\",\"roomName\":\"b\"}"),
                422,
                "invalid_request");

        assertThat(answer.at("/detail")).contains("room_name", "roomName");
    }

    @Test
    void a_time_that_the_database_cannot_hold_is_refused() {
        String key = "{\"name\":\"k\",\"scopes\":[\"agents:read\"],\"expires_at\":\"+1000000000-01-01T00:00:00Z\"}";

        assertThat(refused(SERVER.operator().post("/api/v1/tenants/acme/api-keys", key), 422, "invalid_request")
                        .fields())
                .containsExactly("expires_at");
    }
}
