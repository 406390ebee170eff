// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("No user is granted an agent's or a phone caller's identity, nor attributes that LiveKit sets (T2)")
@Tag("slow")
class ReservedNamesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

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

    private Answer as(String identity) {
        return acme.token(Json.text(Map.of("room_name", "lobby", "participant_identity", identity)));
    }

    private Answer call(String user) {
        return acme.trigger(
                Json.text(Map.of("agent_slug", "demo", "user_id", user, "room_name", "lobby", "wait", "joined")));
    }

    private Answer refresh(HandMade old) {
        String token = old.signed(acme.secret());
        return acme.backend().post("/api/v1/tokens/refresh", Json.text(Map.of("token", token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent-AJ_abc", "agent-", "sip_+49301234", "caller-49301234", "callee-49301234"})
    void whatever_way_a_token_is_asked_for(String identity) {
        acme.withAgent("demo");

        assertThat(refused(as(identity), 422, "invalid_request").fields()).containsExactly("participant_identity");
        assertThat(refused(call(identity), 422, "invalid_request").fields()).containsExactly("user_id");
        assertThat(refused(refresh(HandMade.of(acme).with("sub", identity)), 422, "invalid_request")
                        .fields())
                .containsExactly("token");
        assertThat(acme.ledger("tokens_used")).isZero();
        done(as("the-agent-of-" + number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lk.agent.state", "lk.agent_name", "sip.phoneNumber"})
    void attributes_that_agents_trust(String attribute) {
        Map<String, String> attributes = Map.of("plan", "gold", attribute, "x");

        assertThat(refused(acme.token(Json.text(Map.of("participant_attributes", attributes))), 422, "invalid_request")
                        .fields())
                .containsExactly("participant_attributes");
        assertThat(refused(refresh(HandMade.of(acme).with("attributes", attributes)), 422, "invalid_request")
                        .fields())
                .containsExactly("token");
    }

    @Test
    void the_identity_that_a_worker_chose_while_its_agent_is_in_the_room() {
        acme.livekit()
                .state()
                .registerWorker("demo-worker", WorkerBehaviour.joins().under("assistant"));
        acme.withAgent("demo", "{}");
        done(as("assistant"));
        Answer call = done(call("alice"));
        assertThat(call.at("/dispatch/agent_identity")).isEqualTo("assistant");

        assertThat(refused(as("assistant"), 422, "invalid_request").fields()).containsExactly("participant_identity");
        assertThat(refused(call("assistant"), 422, "invalid_request").fields()).containsExactly("user_id");
        done(acme.token("{\"room_name\":\"elsewhere\",\"participant_identity\":\"assistant\"}"));
        done(as("alice"));

        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));
        TestTenant.until(
                "the agent has left and its identity is free",
                () -> as("assistant").status() == 201);
    }
}
