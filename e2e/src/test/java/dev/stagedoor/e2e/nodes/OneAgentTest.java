// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.livekit.AgentWorker;
import dev.stagedoor.e2e.livekit.RealTenant;
import dev.stagedoor.e2e.livekit.RoomWatch;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A room has one dispatch and one agent of a name, whichever nodes are asked at once (D4)")
class OneAgentTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static URI other;
    private static RealTenant acme;
    private static AgentWorker worker;

    @BeforeAll
    static void two_nodes_and_a_tenant_with_a_worker() {
        other = SERVER.startAnotherNode();
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        worker.close();
        acme.close();
    }

    @Test
    void all_are_given_the_first_ones_receipt() {
        try (RoomWatch watch = RoomWatch.of(acme, "acme.lobby")) {
            List<Answer> answers = AtOnce.ask(requests());

            answers.forEach(answer -> done(answer));
            assertThat(answers)
                    .extracting(answer -> answer.at("/dispatch/status"))
                    .containsOnly("joined");
            assertThat(answers)
                    .extracting(answer -> answer.at("/dispatch/id"))
                    .containsOnly(first(answers, "/dispatch/id"));
            assertThat(answers).extracting(answer -> answer.at("/call_id")).containsOnly(first(answers, "/call_id"));
            assertThat(answers)
                    .extracting(answer -> answer.at("/participant_token"))
                    .doesNotHaveDuplicates();
            acme.onlyAgent("acme.lobby", first(answers, "/dispatch/agent_identity"), Duration.ofSeconds(3));
            assertThat(watch.longestWithTwo()).isZero();
        }
        assertThat(acme.key().get("/api/v1/calls").json().path("items")).hasSize(1);
        Chain.isWhole(SERVER.operator(), "acme");
    }

    private static List<Supplier<Answer>> requests() {
        List<Supplier<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String call =
                    "{\"agent_slug\":\"demo\",\"user_id\":\"user-%d\",\"room_name\":\"lobby\",\"wait\":\"joined\"}"
                            .formatted(i);
            for (Caller node : List.of(acme.key(), acme.at(other))) {
                requests.add(() -> node.post("/api/v1/trigger", call));
            }
        }
        return requests;
    }

    private static String first(List<Answer> answers, String pointer) {
        return answers.getFirst().at(pointer);
    }
}
