// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tenant's agents: what is kept of them, and from when a change of one counts (T4, I4)")
@Tag("slow")
class AgentsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String AGENTS = "/api/v1/agents";
    private static final String CALL = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"none\"}";
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static String agent(String slug, String more) {
        return "{\"slug\":\"" + slug + "\",\"name\":\"Demo\",\"agent_name\":\"demo-worker\"" + more + "}";
    }

    @Test
    void what_is_kept_is_what_was_put() {
        String body = Json.text(Map.of(
                "slug", "demo",
                "name", "Demo ü",
                "agent_name", "demo-worker",
                "system_prompt", "Be brief.\nBe kind.",
                "model", "some-model",
                "voice", "warm",
                "tools", List.of("calendar", "crm"),
                "limits", Map.of("max_call_minutes", 7, "join_timeout_seconds", 90),
                "on_unclear", "end",
                "enabled", false));

        Answer made = acme.backend().post(AGENTS, body);

        assertThat(made.status()).isEqualTo(201);
        Answer kept = done(acme.backend().get(AGENTS + "/demo"));
        assertThat(kept.json()).isEqualTo(made.json());
        Json.read(body, JsonNode.class)
                .properties()
                .forEach(field -> assertThat(kept.json().path(field.getKey())).isEqualTo(field.getValue()));
    }

    @Test
    void a_put_replaces_all_of_it_and_says_what_is_usual_where_nothing_is_said() {
        done(acme.backend().post(AGENTS, agent("demo", ",\"voice\":\"warm\",\"limits\":{\"max_call_minutes\":7}")));

        Answer put = done(acme.backend().put(AGENTS + "/demo", "{\"name\":\"New\",\"agent_name\":\"other\"}"));

        assertThat(put.at("/name")).isEqualTo("New");
        assertThat(put.json().has("voice")).isFalse();
        assertThat(put.at("/limits/max_call_minutes")).isEqualTo("60");
        assertThat(put.at("/limits/join_timeout_seconds")).isEqualTo("45");
        assertThat(put.at("/on_failure")).isEqualTo("replace");
        assertThat(put.at("/on_unclear")).isEqualTo("replace");
        assertThat(put.at("/enabled")).isEqualTo("true");
    }

    @Test
    void a_slug_is_given_once_and_is_what_the_path_says() {
        done(acme.backend().post(AGENTS, agent("demo", "")));

        assertThat(refused(acme.backend().post(AGENTS, agent("demo", "")), 409, "conflict")
                        .fields())
                .containsExactly("slug");
        assertThat(refused(acme.backend().put(AGENTS + "/other", agent("demo", "")), 422, "invalid_request")
                        .fields())
                .containsExactly("slug");
        String nameless = "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\"}";
        assertThat(refused(acme.backend().post(AGENTS, nameless), 422, "invalid_request")
                        .fields())
                .containsExactly("slug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Demo", "-demo", "demo-", "de mo", "de.mo", "d\u00e9mo", "de_mo", "*", ""})
    void a_slug_is_lower_case_letters_digits_and_inner_hyphens(String slug) {
        assertThat(refused(acme.backend().post(AGENTS, agent(slug, "")), 422, "invalid_request")
                        .fields())
                .containsExactly("slug");
        assertThat(acme.backend().get(AGENTS).json().path("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits.max_call_minutes | ,'limits':{'max_call_minutes':0}",
                "limits.max_call_minutes | ,'limits':{'max_call_minutes':1441}",
                "limits.join_timeout_seconds | ,'limits':{'join_timeout_seconds':0}",
                "limits.join_timeout_seconds | ,'limits':{'join_timeout_seconds':601}",
                "tools[0]                | ,'tools':['']",
                "instructions            | ,'instructions':'no such field'"
            })
    void what_is_wrong_with_it_is_named(String field, String more) {
        Answer answer = acme.backend().post(AGENTS, agent("demo", more.replace('\'', '"')));

        assertThat(refused(answer, 422, "invalid_request").fields()).containsExactly(field);
    }

    @Test
    void the_same_request_with_the_same_key_makes_one() {
        Answer first = done(acme.backend().once("a1").post(AGENTS, agent("demo", "")));
        Answer again = done(acme.backend().once("a1").post(AGENTS, agent("demo", "")));

        assertThat(again.json()).isEqualTo(first.json());
        refused(acme.backend().once("a1").post(AGENTS, agent("other", "")), 422, "idempotency_conflict");
        assertThat(acme.audited("agent.create")).hasSize(1);
    }

    @Test
    void they_are_listed_by_slug_page_by_page_and_only_ones_own() {
        for (String slug : List.of("c", "a", "b")) {
            done(acme.backend().post(AGENTS, agent(slug, "")));
        }
        TestTenant globex = new TestTenant(SERVER, "globex-" + number);
        try (globex) {
            done(globex.backend().post(AGENTS, agent("d", "")));

            Answer page = done(acme.backend().get(AGENTS + "?limit=2"));
            Answer rest = done(acme.backend().get(AGENTS + "?limit=2&after=" + page.at("/next")));
            assertThat(page.json().path("items").findValuesAsText("slug")).containsExactly("a", "b");
            assertThat(rest.json().path("items").findValuesAsText("slug")).containsExactly("c");
            assertThat(rest.json().has("next")).isFalse();
            assertThat(refused(acme.backend().get(AGENTS + "/d"), 404, "not_found")
                            .at("/detail"))
                    .isEqualTo(acme.backend().get(AGENTS + "/nobody").at("/detail"));
            refused(acme.backend().delete(AGENTS + "/d"), 404, "not_found");
        }
    }

    @Test
    void every_change_of_an_agent_raises_the_epoch_since_a_call_says_what_its_agent_says() {
        done(acme.backend().post(AGENTS, agent("demo", "")));
        long before = acme.ledger("epoch");

        done(acme.backend().post(AGENTS, agent("second", "")));
        done(acme.backend()
                .put(AGENTS + "/demo", agent("demo", ",\"system_prompt\":\"Be brief.\",\"voice\":\"warm\"")));
        assertThat(acme.ledger("epoch")).as("a new agent, another prompt").isEqualTo(before + 2);

        long epoch = acme.ledger("epoch");
        done(acme.backend().put(AGENTS + "/demo", agent("demo", "").replace("demo-worker", "other-worker")));
        done(acme.backend()
                .put(AGENTS + "/demo", agent("demo", ",\"enabled\":false").replace("demo-worker", "other-worker")));
        done(acme.backend()
                .put(
                        AGENTS + "/demo",
                        agent("demo", ",\"enabled\":false,\"limits\":{\"max_call_minutes\":5}")
                                .replace("demo-worker", "other-worker")));
        done(acme.backend().delete(AGENTS + "/demo"));
        assertThat(acme.ledger("epoch"))
                .as("agent_name, enabled, limits, deletion")
                .isEqualTo(epoch + 4);
    }

    @Test
    void a_change_counts_from_the_next_call_on() {
        done(acme.backend().post(AGENTS, agent("demo", "")));
        acme.livekit().state().registerWorker("other-worker", WorkerBehaviour.joins());
        done(acme.trigger(CALL));

        done(acme.backend().put(AGENTS + "/demo", agent("demo", "").replace("demo-worker", "other-worker")));
        assertThat(acme.joinedCall("demo").at("/dispatch/agent_name")).isEqualTo("other-worker");

        done(acme.backend().put(AGENTS + "/demo", agent("demo", ",\"enabled\":false")));
        assertThat(refused(acme.trigger(CALL), 422, "not_permitted_by_policy").fields())
                .containsExactly("agent_slug");

        done(acme.backend().put(AGENTS + "/demo", agent("demo", "")));
        done(acme.trigger(CALL));
    }

    @Test
    @DisplayName("T4: a new or changed agent counts at once, on every node, for whoever looked before")
    void a_change_counts_at_once_on_the_other_node() {
        Caller other = new Caller(SERVER.startAnotherNode(), acme.backend().key());
        String trigger = "/api/v1/trigger";
        assertThat(refused(other.post(trigger, CALL), 422, "invalid_request").fields())
                .containsExactly("agent_slug");

        done(acme.backend().post(AGENTS, agent("demo", ",\"system_prompt\":\"Be brief.\"")));
        assertThat(told(done(other.post(trigger, CALL)))).contains("Be brief.");

        done(acme.backend().put(AGENTS + "/demo", agent("demo", ",\"system_prompt\":\"Be kind.\"")));
        assertThat(told(done(other.post(trigger, CALL)))).contains("Be kind.");
    }

    /** What the agent of a new call is told. */
    private static String told(Answer call) {
        return SERVER.column("SELECT state::text FROM dispatches WHERE dispatch_id = '" + call.at("/dispatch/id") + "'")
                .getFirst();
    }

    @Test
    void deleted_it_is_not_sent_for_any_more_and_a_call_under_way_keeps_it() {
        acme.withAgent("demo");
        Answer call = acme.joinedCall("demo");

        assertThat(acme.backend().delete(AGENTS + "/demo").status()).isEqualTo(204);

        assertThat(refused(acme.trigger(CALL), 422, "invalid_request").fields()).containsExactly("agent_slug");
        refused(acme.backend().delete(AGENTS + "/demo"), 404, "not_found");
        assertThat(acme.inside(call.at("/room_name"))).contains(call.at("/dispatch/agent_identity"));
        assertThat(acme.backend()
                        .get("/api/v1/dispatches/" + call.at("/dispatch/id"))
                        .at("/status"))
                .isEqualTo("joined");
        Answer kept = acme.backend().get("/api/v1/calls/" + call.at("/call_id"));
        assertThat(kept.at("/status")).isEqualTo("open");
        assertThat(kept.at("/agent_slug")).isEqualTo("demo");
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));
    }
}
