// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Collector;
import dev.stagedoor.app.Collector.Span;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Reader;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import dev.stagedoor.tracing.TracingConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A run is one trace at the operator's collector, which never learns what was said, and holds up nothing")
class TracedRunsTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());
    private static final Collector COLLECTOR = Collector.start();
    private static final Collector HANGING = Collector.hanging();

    @RegisterExtension
    static final TestServer SERVER = tracedBy(COLLECTOR);

    @RegisterExtension
    static final TestServer HUNG = tracedBy(HANGING);

    private static final int INTERNAL = 1;
    private static final int CLIENT = 3;
    private static final int UNSET = 0;
    private static final int ERROR = 2;

    private static int number;

    private RunScene acme;

    private static TestServer tracedBy(Collector collector) {
        return TestServer.configured(usual -> TestConfig.with(
                TestConfig.with(usual, RunScene.calling(CLAUDE, 0)), new TracingConfig(collector.url(), 100)));
    }

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "traced-" + ++number).ready();
    }

    @AfterEach
    void close() {
        CLAUDE.forgetRules();
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
        COLLECTOR.close();
        HANGING.close();
    }

    /** The spans of a run once they are all there, the run's own first. */
    private static List<Span> trace(String run, int spans) {
        until("the collector has the trace", () -> COLLECTOR.of(run).size() == spans);
        List<Span> all = COLLECTOR.of(run);
        Span whole = all.getFirst();
        assertThat(whole.parent()).isEmpty();
        assertThat(whole.kind()).isEqualTo(INTERNAL);
        assertThat(all.subList(1, spans)).allSatisfy(call -> {
            assertThat(call.trace()).isEqualTo(whole.trace());
            assertThat(call.parent()).isEqualTo(whole.id());
            assertThat(call.kind()).isEqualTo(CLIENT);
        });
        return all;
    }

    @Test
    void a_run_is_a_span_with_one_for_each_of_its_calls() {
        String agents = "[{\"name\":\"Writer\",\"system_prompt\":\"You are Writer\",\"model\":\"claude-haiku-4-5\","
                + "\"max_tokens\":100,\"temperature\":0.5}," + RunScene.agent("Editor", "You are Editor") + "]";
        Caller.Answer run = done(acme.run(
                "sequential",
                "{\"task\":\"Say hello\",\"agents\":" + agents + ",\"agent_sequence\":[\"Writer\",\"Editor\"]}"));

        List<Span> trace = trace(run.at("/execution_id"), 3);

        Span whole = trace.get(0);
        assertThat(whole.name()).isEqualTo("invoke_workflow sequential");
        assertThat(whole.status()).isEqualTo(UNSET);
        assertThat(whole.at("gen_ai.operation.name")).isEqualTo("invoke_workflow");
        assertThat(whole.at("gen_ai.agent.name")).isEqualTo("sequential");
        Span writer = trace.get(1);
        assertThat(writer.name()).isEqualTo("chat claude-haiku-4-5");
        assertThat(writer.at("gen_ai.operation.name")).isEqualTo("chat");
        assertThat(writer.at("gen_ai.provider.name")).isEqualTo("anthropic");
        assertThat(writer.at("gen_ai.agent.name")).isEqualTo("Writer");
        assertThat(writer.at("gen_ai.request.model")).isEqualTo("claude-haiku-4-5");
        assertThat(writer.at("gen_ai.request.max_tokens")).isEqualTo("100");
        assertThat(writer.at("gen_ai.request.temperature")).isEqualTo("0.5");
        assertThat(writer.at("gen_ai.request.stream")).isEqualTo("true");
        assertThat(writer.at("gen_ai.response.finish_reasons")).isEqualTo("[end_turn]");
        assertThat(writer.at("gen_ai.usage.input_tokens")).isEqualTo(run.at("/steps/0/usage/input_tokens"));
        assertThat(writer.at("gen_ai.usage.output_tokens")).isEqualTo(run.at("/steps/0/usage/output_tokens"));
        assertThat(writer.at("gen_ai.usage.cache_read.input_tokens")).isEqualTo("0");
        assertThat(writer.at("gen_ai.usage.cache_write.input_tokens")).isEqualTo("0");
        assertThat(writer.at("server.address")).isEqualTo(CLAUDE.url().getHost());
        assertThat(writer.at("server.port"))
                .isEqualTo(String.valueOf(CLAUDE.url().getPort()));
        assertThat(writer.at("error.type")).isEmpty();
        assertThat(trace.get(2).name()).isEqualTo("chat claude-sonnet-5");
        assertThat(trace.get(2).at("gen_ai.request.temperature")).isEmpty();
        assertThat(COLLECTOR.resources())
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(resource).containsEntry("service.name", "stagedoor"));
    }

    @Test
    void calls_side_by_side_are_all_below_the_run() {
        Caller.Answer run = done(acme.run("parallel", RunScene.parallel("", "Ada", "Ben", "Cyd")));

        assertThat(trace(run.at("/execution_id"), 4).stream().skip(1).map(span -> span.at("gen_ai.agent.name")))
                .containsExactlyInAnyOrder("Ada", "Ben", "Cyd");
    }

    @Test
    void a_call_that_fails_says_so_by_a_code_and_so_does_the_run() {
        CLAUDE.when(Asked.as("You are Editor")).answer(Answer.fails(529, "Words of the provider"));
        Caller.Answer run = done(acme.run("sequential", RunScene.sequence("Writer", "Editor")));

        List<Span> trace = trace(run.at("/execution_id"), 3);

        for (Span span : List.of(trace.get(0), trace.get(2))) {
            assertThat(span.at("error.type")).isEqualTo("provider_unavailable");
            assertThat(span.status()).isEqualTo(ERROR);
        }
        assertThat(trace.get(2).at("gen_ai.response.finish_reasons")).isEqualTo("[error]");
    }

    @Test
    void a_run_that_is_cancelled_ends_its_spans() {
        CLAUDE.when(Asked.as("You are Writer"))
                .answer(Answer.text("word ".repeat(500)).slow(Duration.ofMillis(20)));
        try (Reader reader = acme.open("sequential", RunScene.sequence("Writer"))) {
            String run = reader.next("start").at("execution_id");
            reader.next("chunk");
            done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"));

            List<Span> trace = trace(run, 2);

            assertThat(trace.get(0).at("error.type")).isEqualTo("cancelled");
            assertThat(trace.get(1).at("error.type")).isEqualTo("stopped");
        }
    }

    @Test
    void no_prompt_no_answer_and_no_secret_reaches_the_collector() {
        CLAUDE.when(Asked.as("You are Writer")).answer(Answer.text("The butler did it."));
        CLAUDE.when(Asked.as("You are Judge")).answer(Answer.fails(400, "Words of the provider"));
        Caller.Answer run = done(acme.run(
                "debate",
                RunScene.debate(1, ",\"judge\":" + RunScene.agent("Judge", "You are Judge"), "Writer", "Editor")));
        trace(run.at("/execution_id"), 4);

        assertThat(COLLECTOR.bytes())
                .contains("Writer", "claude-sonnet-5")
                .doesNotContain(
                        "Tabs or spaces",
                        "You are Writer",
                        "The butler",
                        "Sandbox answer",
                        "Words of the provider",
                        acme.apiKey("team"));
    }

    @Test
    void a_collector_that_hangs_holds_up_no_run() {
        try (RunScene globex = new RunScene(HUNG, CLAUDE, "hung-" + ++number).ready()) {
            done(globex.run("sequential", RunScene.sequence("Writer")));
            until("the collector is asked", () -> HANGING.requests() > 0);

            for (int i = 0; i < 20; i++) {
                Caller.Answer run = done(globex.run("parallel", RunScene.parallel("", "Ada", "Ben")));
                assertThat(run.at("/status")).isEqualTo("completed");
                assertThat(run.json().path("duration_ms").asLong()).isLessThan(3_000);
            }
        }
    }
}
