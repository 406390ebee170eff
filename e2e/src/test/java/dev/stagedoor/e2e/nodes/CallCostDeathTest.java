// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.kernel.Rounds;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import dev.stagedoor.sandbox.sip.FarEnd;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("What a call costs is settled once, whenever its nodes are killed between its answer and then (R5)")
@Tag("slow")
class CallCostDeathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SECRET = "acme-alone-knows-this-secret-of-its-own";
    private static final String ACME = "/api/v1/tenants/acme";
    private static final double COST = 1.0;

    private static ServingNode.Installed installed;
    private static SandboxLiveKit livekit;

    @BeforeAll
    static void a_tenant_whose_calls_cost_a_dollar_each() {
        livekit = SandboxLiveKit.start(0, SandboxKey.of("APIacme", SECRET), SandboxSettings.realTime());
        livekit.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        livekit.sip().otherFarEnds(FarEnd.answers(Duration.ofMillis(200)));
        installed = ServingNode.Installed.on("call_cost_death");
        try (ServingNode node = installed.node()) {
            Caller operator = operator(node);
            done(operator.post("/api/v1/tenants", "{\"slug\":\"acme\",\"name\":\"Acme\"}"));
            done(operator.put(
                    ACME + "/credentials/livekit",
                    "{\"server_url\":\"%s\",\"api_key\":\"APIacme\",\"api_secret\":\"%s\"}"
                            .formatted(livekit.url(), SECRET)));
            done(operator.put(ACME + "/agents/demo", "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\"}"));
            done(operator.post(ACME + "/numbers", "{\"number\":\"+442079460100\",\"agent_slug\":\"demo\"}"));
            done(operator.put(ACME + "/outbound-trunk", "{\"address\":\"sip.example.com\"}"));
            // However long it takes to find that a call is over, it costs the same.
            done(
                    operator.put(
                            ACME + "/call-prices",
                            "{\"items\":[{\"prefix\":\"+44\",\"per_minute\":0.1,\"minimum_seconds\":600,\"step_seconds\":600}]}"));
            done(operator.put(
                    ACME + "/dial-settings", "{\"countries\":[\"GB\"],\"spend_per_day\":100,\"max_duration\":600}"));
        }
    }

    @AfterAll
    static void close() {
        livekit.close();
    }

    private static Caller operator(ServingNode node) {
        return new Caller(node.url(), Secret.of(installed.operatorKey()));
    }

    private static JsonNode today(ServingNode node) {
        return done(operator(node).get(ACME + "/call-spend")).json().at("/today");
    }

    private static JsonNode phone(ServingNode node, String call) {
        return done(operator(node).get(ACME + "/calls/" + call)).json().at("/phone");
    }

    private static JsonNode cost(ServingNode node, String call) {
        return phone(node, call).at("/cost");
    }

    @Test
    void a_call_whose_node_was_killed_is_settled_by_the_next_and_never_again() {
        int calls = Rounds.of(3);
        for (int i = 0; i < calls; i++) {
            String call;
            try (ServingNode doomed = installed.node()) {
                call = answered(doomed, "+4420794601%02d".formatted(i));
                assertThat(today(doomed).at("/held").asDouble()).isEqualTo(COST);
                livekit.sip().calls().getLast().hangUp();
                Await.until("it is time to die", PATIENCE, isFarEnough(doomed, call, i));
                doomed.kill();
            }
            try (ServingNode next = installed.node()) {
                Await.until(
                        "it is settled",
                        PATIENCE,
                        () -> cost(next, call).at("/settled").asBoolean());
                assertThat(cost(next, call).at("/amount").asDouble()).isEqualTo(COST);
                assertThat(today(next).at("/spent").asDouble()).isEqualTo((i + 1) * COST);
                assertThat(today(next).at("/held").asDouble()).isZero();
                assertThat(done(operator(next).get(ACME + "/audit?action=call.settle&target=" + call))
                                .json()
                                .at("/items"))
                        .hasSize(1);
                Chain.isWhole(operator(next), "acme");
            }
        }
    }

    /** In turn: at once, when the node has seen that the call is over, and when it has settled it. */
    private static BooleanSupplier isFarEnough(ServingNode node, String call, int turn) {
        return switch (turn % 3) {
            case 0 -> () -> true;
            case 1 -> () -> phone(node, call).at("/state").asText().equals("ended");
            default -> () -> cost(node, call).at("/settled").asBoolean();
        };
    }

    private static String answered(ServingNode node, String to) {
        return done(operator(node)
                        .post(
                                ACME + "/calls",
                                "{\"agent_slug\":\"demo\",\"to\":\"%s\",\"wait\":\"answered\"}".formatted(to)))
                .at("/call_id");
    }
}
