// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An agent that a token names is a call within the tenant's limits, whichever key asks (D4, T5)")
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

    @Test
    void the_answer_names_the_call_and_its_dispatch() {
        Answer token = done(acme.token(DEMO));

        assertThat(token.at("/calls/0/agent_slug")).isEqualTo("demo");
        Answer call = done(acme.backend().get("/api/v1/calls/" + token.at("/calls/0/call_id")));
        assertThat(call.at("/status")).isEqualTo("open");
        assertThat(call.at("/room_name")).isEqualTo(token.at("/room_name"));
        assertThat(call.at("/user_id"))
                .isEqualTo(claims(token.at("/participant_token")).path("sub").asText());
        assertThat(call.at("/dispatches/0/id")).isEqualTo(token.at("/calls/0/dispatch_id"));
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.ledger("seconds_reserved")).isPositive();
        assertThat(done(acme.token("{}")).json().has("calls")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'concurrent_calls':0}                       | concurrency_exhausted",
                "{'budget':{'window':'day','minutes':1}}      | budget_exhausted",
                "{'budget':{'window':'day','dispatches':0}}   | budget_exhausted"
            })
    void no_key_sends_agents_past_the_limits(String policy, String code) {
        acme.policy(policy.replace('\'', '"'));

        refused(page.post(TOKENS, DEMO), 429, code);
        refused(acme.token(DEMO), 429, code);

        assertThat(acme.ledger("dispatches_used")).isZero();
        assertThat(acme.ledger("tokens_used")).isZero();
        assertThat(acme.backend().get("/api/v1/dispatches").json().path("items"))
                .isEmpty();
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
    void a_room_that_has_the_agent_has_its_call_already() {
        Answer first = done(acme.token(LOBBY));
        Answer second = done(acme.token(LOBBY));
        Answer triggered = done(acme.trigger(
                "{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"room_name\":\"lobby\",\"wait\":\"joined\"}"));

        assertThat(second.json().path("calls")).isEqualTo(first.json().path("calls"));
        assertThat(triggered.at("/call_id")).isEqualTo(first.at("/calls/0/call_id"));
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.ledger("dispatches_used")).isEqualTo(1);
        assertThat(acme.inside(first.at("/room_name"))).hasSize(1);
    }

    @Test
    void two_agents_are_two_calls_in_one_room() {
        acme.withAgent("scribe");

        Answer token = done(acme.token(
                "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"},{\"agent_name\":\"scribe-worker\"}]}}"));

        assertThat(token.json().path("calls").findValuesAsText("agent_slug")).containsExactly("demo", "scribe");
        assertThat(acme.ledger("calls_open")).isEqualTo(2);
        until("both are in the room", () -> acme.inside(token.at("/room_name")).size() == 2);
    }

    @Test
    void ending_its_call_takes_the_agent_out() {
        Answer token = done(acme.token(LOBBY));
        until("it is in the room", () -> acme.inside(token.at("/room_name")).size() == 1);

        done(acme.backend().post("/api/v1/calls/" + token.at("/calls/0/call_id") + "/end"));

        assertThat(acme.livekit().state().listRooms(List.of())).isEmpty();
        assertThat(acme.ledger("seconds_reserved")).isZero();
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
