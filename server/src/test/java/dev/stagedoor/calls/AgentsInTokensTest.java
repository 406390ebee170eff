// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A token carries its agents for LiveKit to send, and reserves their calls within the limits (D4, T5)")
@Tag("slow")
class AgentsInTokensTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TOKENS = "/api/v1/tokens";
    private static final String DEMO = "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}";
    private static final String LOBBY =
            "{\"room_name\":\"lobby\",\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}";
    private static int number;

    private TestTenant acme;
    private Caller page;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo");
        page = acme.page("demo");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static JsonNode config(Answer token) {
        return claims(token.at("/participant_token")).path("roomConfig");
    }

    private Answer call(Answer token) {
        return done(acme.backend().get("/api/v1/calls/" + token.at("/calls/0/call_id")));
    }

    @Test
    void it_has_the_whole_room_configuration_with_the_agent_by_its_livekit_name() {
        String metadata = "{ \"x\" : 1 }\\n";
        Answer token = done(acme.token("""
            {"room_config":{"max_participants":2,"departure_timeout":30,"metadata":"m","tags":{"a":"b"},
             "agents":[{"agent_name":"demo","metadata":"%s","restart_policy":"JRP_NEVER"}]}}\
            """.formatted(metadata.replace("\"", "\\\""))));

        JsonNode config = config(token);
        assertThat(config.path("maxParticipants").asInt()).isEqualTo(2);
        assertThat(config.path("departureTimeout").asInt()).isEqualTo(30);
        assertThat(config.path("metadata").asText()).isEqualTo("m");
        assertThat(config.path("tags").path("a").asText()).isEqualTo("b");
        JsonNode agent = config.path("agents").path(0);
        assertThat(agent.path("agentName").asText()).isEqualTo("demo-worker");
        assertThat(agent.path("metadata").asText()).isEqualTo("{ \"x\" : 1 }\n");
        assertThat(agent.path("restartPolicy").asText()).isEqualTo("JRP_NEVER");
    }

    @ParameterizedTest
    @CsvSource({"deployment,\"blue\"", "attributes,'{\"k\":\"v\"}'"})
    void what_its_server_would_reject_the_token_for_is_refused_by_name(String field, String value) {
        Answer answer = acme.token(
                "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\",\"" + field + "\":" + value + "}]}}");

        assertThat(refused(answer, 422, "invalid_request").fields()).containsExactly("room_config.agents." + field);
    }

    @Test
    void nothing_is_sent_before_somebody_enters_and_the_answer_names_the_call() {
        Answer token = done(acme.token(DEMO));

        assertThat(token.at("/calls/0/agent_slug")).isEqualTo("demo");
        Answer call = call(token);
        assertThat(call.at("/status")).isEqualTo("open");
        assertThat(call.at("/room_name")).isEqualTo(token.at("/room_name"));
        assertThat(call.at("/user_id"))
                .isEqualTo(claims(token.at("/participant_token")).path("sub").asText());
        assertThat(call.json().path("dispatches")).isEmpty();
        assertThat(acme.livekit().state().listRooms(List.of())).isEmpty();
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.ledger("dispatches_used")).isZero();
        assertThat(done(acme.token("{}")).json().has("calls")).isFalse();
    }

    @Test
    void livekits_own_dispatch_is_taken_over_when_the_holder_enters() throws Exception {
        Answer token = done(acme.token(DEMO));

        acme.livekit().join(token.at("/participant_token"));

        until(
                "it is said to be inside",
                () -> call(token).at("/dispatches/0/status").equals("joined"));
        assertThat(acme.inside(token.at("/room_name"))).hasSize(2);
        assertThat(acme.livekit().state().listDispatch(token.at("/room_name"), ""))
                .singleElement()
                .satisfies(one -> assertThat(one.metadata()).isEmpty());
        assertThat(call(token).at("/dispatches/0/attempts")).isEqualTo("1");
        assertThat(acme.ledger("dispatches_used")).isEqualTo(1);
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
    }

    @Test
    void a_room_that_was_there_without_the_agent_gets_it_with_its_metadata_unchanged() throws Exception {
        String room = "acme-" + number + ".lobby";
        acme.livekit().state().join(room, "bob");
        Answer token = done(acme.token(LOBBY.replace("\"demo\"}", "\"demo\",\"metadata\":\"not json\"}")));

        acme.livekit().join(token.at("/participant_token"));

        until(
                "it is said to be inside",
                () -> call(token).at("/dispatches/0/status").equals("joined"));
        assertThat(acme.livekit().state().listDispatch(room, ""))
                .filteredOn(one -> one.agentName().equals("demo-worker"))
                .singleElement()
                .satisfies(one -> assertThat(one.metadata()).isEqualTo("not json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'concurrent_calls':0}                       | concurrency_exhausted",
                "{'budget':{'window':'day','minutes':1}}      | budget_exhausted",
                "{'budget':{'window':'day','dispatches':0}}   | budget_exhausted"
            })
    void no_key_names_agents_past_the_limits(String policy, String code) {
        acme.policy(policy.replace('\'', '"'));

        refused(page.post(TOKENS, DEMO), 429, code);
        refused(acme.token(DEMO), 429, code);

        assertThat(acme.ledger("tokens_used")).isZero();
        done(page.post(TOKENS, "{}"));
    }

    @Test
    void so_many_at_once_and_one_that_ends_makes_room_for_another() {
        acme.policy("{\"concurrent_calls\":2}");
        String first = done(page.post(TOKENS, DEMO)).at("/calls/0/call_id");
        done(page.post(TOKENS, DEMO));
        refused(page.post(TOKENS, DEMO), 429, "concurrency_exhausted");

        done(acme.backend().post("/api/v1/calls/" + first + "/end"));

        done(page.post(TOKENS, DEMO));
        assertThat(acme.ledger("calls_open")).isEqualTo(2);
    }

    @Test
    void a_room_has_one_call_and_one_agent_whatever_way_asks_for_it() throws Exception {
        Answer first = done(acme.token(LOBBY));
        Answer second = done(acme.token(LOBBY));
        assertThat(second.json().path("calls")).isEqualTo(first.json().path("calls"));
        acme.livekit().join(second.at("/participant_token"));
        until(
                "it is said to be inside",
                () -> call(first).at("/dispatches/0/status").equals("joined"));

        acme.livekit().join(first.at("/participant_token"));
        Answer third = done(acme.token(LOBBY));
        Answer triggered = done(acme.trigger(
                "{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"room_name\":\"lobby\",\"wait\":\"joined\"}"));

        assertThat(third.json().path("calls")).isEqualTo(first.json().path("calls"));
        assertThat(triggered.at("/call_id")).isEqualTo(first.at("/calls/0/call_id"));
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.ledger("dispatches_used")).isEqualTo(1);
        assertThat(acme.inside(first.at("/room_name")))
                .filteredOn(one -> one.startsWith("agent-"))
                .hasSize(1);
    }

    @Test
    void two_agents_are_two_calls_in_one_room() throws Exception {
        acme.withAgent("scribe");

        Answer token = done(acme.token(
                "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"},{\"agent_name\":\"scribe-worker\"}]}}"));
        acme.livekit().join(token.at("/participant_token"));

        assertThat(token.json().path("calls").findValuesAsText("agent_slug")).containsExactly("demo", "scribe");
        assertThat(acme.ledger("calls_open")).isEqualTo(2);
        until("both are taken over", () -> acme.audited("dispatch.joined").size() == 2);
        assertThat(acme.inside(token.at("/room_name"))).hasSize(3);
        assertThat(refused(
                                acme.token(
                                        "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"},{\"agent_name\":\"demo-worker\"}]}}"),
                                422,
                                "invalid_request")
                        .fields())
                .containsExactly("room_config.agents.agent_name");
    }

    @Test
    void ending_its_call_ends_it_for_its_holder_too() throws Exception {
        Answer token = done(acme.token(DEMO));
        done(acme.backend().post("/api/v1/calls/" + token.at("/calls/0/call_id") + "/end"));

        acme.livekit().join(token.at("/participant_token"));

        until("nobody is left", () -> acme.inside(token.at("/room_name")).isEmpty());
        assertThat(acme.ledger("seconds_reserved")).isZero();
    }

    @Test
    void a_refreshed_token_carries_the_same_agent_for_the_same_call() {
        Answer token = done(acme.token(DEMO));

        Answer fresh = done(acme.backend()
                .post("/api/v1/tokens/refresh", "{\"token\":\"" + token.at("/participant_token") + "\"}"));

        assertThat(config(fresh)).isEqualTo(config(token));
        assertThat(fresh.json().path("calls")).isEqualTo(token.json().path("calls"));
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
    }

    @Test
    void a_running_room_is_entered_by_the_version_of_the_credential_that_it_runs_on() {
        Answer first = done(acme.token(LOBBY));
        SandboxLiveKit moved =
                SandboxLiveKit.start(0, SandboxKey.of(acme.keyId() + "2", acme.secret()), SandboxSettings.realTime());
        try (moved) {
            moved.state().registerWorker("demo-worker", WorkerBehaviour.joins());
            done(acme.putCredential(moved, acme.keyId() + "2"));

            Answer second = done(acme.token(LOBBY));
            Answer elsewhere = done(acme.token(DEMO));

            assertThat(second.at("/server_url")).isEqualTo(first.at("/server_url"));
            assertThat(claims(second.at("/participant_token")).path("iss").asText())
                    .isEqualTo(acme.keyId());
            assertThat(elsewhere.at("/server_url")).endsWith(":" + moved.port());
            assertThat(acme.audited("token.mint"))
                    .extracting(entry -> entry.path("credential_version").asInt())
                    .containsExactly(1, 1, 2);
        }
    }
}
