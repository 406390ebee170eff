// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Budgets are exact to the unit, however many nodes are asked at once")
class BudgetsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static List<Function<TestTenant, Caller>> nodes;

    @BeforeAll
    static void two_nodes() {
        var other = SERVER.startAnotherNode();
        nodes = List.of(
                TestTenant::backend,
                tenant -> new Caller(other, tenant.backend().key()));
    }

    @AfterAll
    static void chains_are_whole() {
        List.of("tokens", "dispatches", "calls").forEach(slug -> Chain.isWhole(SERVER.operator(), slug));
    }

    @Test
    void tokens_of_a_window() {
        try (TestTenant tenant = new TestTenant(SERVER, "tokens")) {
            tenant.policy("{\"budget\":{\"window\":\"day\",\"tokens\":40}}");

            List<Answer> answers = atBoth(tenant, 60, "/api/v1/tokens", "{}");

            assertThat(given(answers)).isEqualTo(40);
            assertThat(refused(answers)).containsOnly("budget_exhausted").hasSize(80);
        }
    }

    @Test
    void dispatches_of_a_window() {
        try (TestTenant tenant = new TestTenant(SERVER, "dispatches").withAgent("demo")) {
            tenant.policy("{\"budget\":{\"window\":\"day\",\"dispatches\":7}}");

            List<Answer> answers = atBoth(tenant, 11, "/api/v1/trigger", CALL);

            assertThat(given(answers)).isEqualTo(7);
            assertThat(refused(answers)).containsOnly("budget_exhausted").hasSize(15);
            assertThat(tenant.backend()
                            .get("/api/v1/dispatches?limit=50")
                            .json()
                            .path("items"))
                    .hasSize(7);
        }
    }

    @Test
    void calls_at_once_until_one_has_ended() {
        try (TestTenant tenant = new TestTenant(SERVER, "calls").withAgent("demo")) {
            tenant.policy("{\"concurrent_calls\":5}");

            List<Answer> answers = atBoth(tenant, 8, "/api/v1/trigger", CALL);

            assertThat(given(answers)).isEqualTo(5);
            assertThat(refused(answers)).containsOnly("concurrency_exhausted").hasSize(11);
            String call = answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .findFirst()
                    .orElseThrow()
                    .at("/call_id");
            done(nodes.getLast().apply(tenant).post("/api/v1/calls/" + call + "/end"));
            assertThat(given(atBoth(tenant, 3, "/api/v1/trigger", CALL))).isEqualTo(1);
        }
    }

    private static final String CALL = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"none\"}";

    private static List<Answer> atBoth(TestTenant tenant, int each, String path, String body) {
        List<Supplier<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            nodes.forEach(node -> requests.add(() -> node.apply(tenant).post(path, body)));
        }
        return AtOnce.ask(requests);
    }

    private static long given(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 201).count();
    }

    private static List<String> refused(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() != 201)
                .map(Answer::code)
                .toList();
    }
}
