// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Event;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Whatever the provider does, a run says what happened, and keeps what it has")
@Tag("slow")
class FailingProviderTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, RunScene.calling(CLAUDE, 2)));

    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "failing-" + ++number).ready();
    }

    @AfterEach
    void close() {
        CLAUDE.forgetRules();
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("answers nothing", Answer.nothing(), "provider_unavailable", "answered nothing"),
                Arguments.of("answers blanks", Answer.text("  \n "), "provider_unavailable", "answered nothing"),
                Arguments.of("breaks off", Answer.text("One two three four").cutAfter(4), "provider_unavailable", ""),
                Arguments.of("overloads midway", Answer.text("One two").overloadedAfter(3), "provider_unavailable", ""),
                Arguments.of("refuses the key", Answer.fails(401), "credential_rejected", "profile team"),
                Arguments.of("forbids", Answer.fails(403), "credential_rejected", "profile team"),
                Arguments.of("has no such model", Answer.fails(404), "invalid_request", "model"),
                Arguments.of("finds it too large", Answer.fails(413), "payload_too_large", ""),
                Arguments.of("stays rate limited", Answer.fails(429), "provider_unavailable", "limits the rate"),
                Arguments.of("stays overloaded", Answer.fails(529), "provider_unavailable", "overloaded"),
                Arguments.of("fails", Answer.fails(500), "provider_unavailable", ""),
                Arguments.of("hangs up", Answer.hangsUp(), "provider_unavailable", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void a_run_whose_provider_fails_says_so_and_keeps_what_it_has(
            String what, Answer failure, String code, String words) {
        CLAUDE.when(Asked.as("You are Editor")).answer(failure);

        Caller.Answer run = done(acme.run("sequential", RunScene.sequence("Writer", "Editor")));

        assertThat(run.at("/status")).as(what).isEqualTo("failed");
        assertThat(run.at("/error")).as("%s", run).isEqualTo(code);
        assertThat(run.at("/detail")).contains("Agent Editor", words);
        assertThat(run.at("/result/agent_results/Writer")).isNotEmpty();
        assertThat(run.at("/result/agent_results/Editor")).isEmpty();
        assertThat(run.at("/result/final_result")).isEmpty();
        assertThat(run.at("/steps/1/error")).isEqualTo(code);
    }

    @Test
    void the_stream_of_a_run_that_failed_ends_with_what_it_has() {
        CLAUDE.when(Asked.as("You are Editor")).answer(Answer.fails(401));

        List<Event> events = acme.stream("sequential", RunScene.sequence("Writer", "Editor"));

        Event last = events.getLast();
        assertThat(last.name()).isEqualTo("error");
        assertThat(last.at("code")).isEqualTo("credential_rejected");
        assertThat(last.at("error")).contains("profile team");
        assertThat(last.data().at("/result/agent_results/Writer").asText()).isNotEmpty();
    }

    @Test
    void a_run_that_collects_goes_on_without_the_agent_that_failed() {
        CLAUDE.when(Asked.as("You are Ben")).answer(Answer.fails(400));

        Caller.Answer run =
                done(acme.run("parallel", RunScene.parallel(",\"on_error\":\"collect\"", "Ada", "Ben", "Cyd")));

        assertThat(run.at("/status")).isEqualTo("completed");
        assertThat(run.json().at("/result/individual_results").size()).isEqualTo(2);
        assertThat(run.json().path("steps")).hasSize(3);
    }

    @Test
    void the_first_failure_stops_the_calls_beside_it() {
        CLAUDE.when(Asked.as("You are Ada"))
                .answer(Answer.text("Long and slow. ".repeat(400)).slow(Duration.ofMillis(50)));
        CLAUDE.when(Asked.as("You are Ben")).answer(Answer.fails(400).after(Duration.ofMillis(300)));

        Caller.Answer run = done(acme.run("parallel", RunScene.parallel("", "Ada", "Ben")));

        assertThat(run.at("/status")).isEqualTo("failed");
        assertThat(run.json().path("steps").findValuesAsText("error"))
                .containsExactlyInAnyOrder("invalid_request", "stopped");
        assertThat(run.json().path("duration_ms").asLong()).isLessThan(5_000);
    }

    @Test
    void a_rate_limit_and_an_overload_that_pass_are_waited_for() {
        CLAUDE.when(Asked.as("You are Writer").and(Asked.with(acme.apiKey("team"))))
                .onCall(1)
                .answer(Answer.fails(429).retryAfter(Duration.ofSeconds(1)));
        CLAUDE.when(Asked.as("You are Editor")).onCall(1).answer(Answer.fails(429));
        CLAUDE.when(Asked.as("You are Checker")).onCall(1).answer(Answer.fails(529));

        Caller.Answer run = done(acme.run("sequential", RunScene.sequence("Writer", "Editor", "Checker")));

        assertThat(run.at("/status")).as("%s", run).isEqualTo("completed");
        assertThat(run.json().at("/result/steps/0/duration_ms").asLong()).isGreaterThanOrEqualTo(1_000);
        assertThat(CLAUDE.calls().with(acme.apiKey("team"))).hasSize(6);
    }

    @Test
    void a_planner_that_answers_prose_is_asked_once_more_and_then_everybody_does_the_whole_task() {
        CLAUDE.when(Asked.offering("delegate")).answer(Answer.text("I would rather talk about it."));

        Caller.Answer run = done(acme.run("hierarchical", RunScene.hierarchical("Ada", "Ben")));

        assertThat(run.at("/status")).isEqualTo("completed");
        assertThat(run.at("/result/fallback")).isEqualTo("true");
        assertThat(run.json().path("steps").findValuesAsText("key")).contains("plan", "plan-repair");
        assertThat(run.json().at("/result/worker_steps").findValuesAsText("task"))
                .containsExactly("Write a report", "Write a report");
    }

    @Test
    void a_plan_that_is_repaired_is_no_fallback() {
        CLAUDE.when(Asked.offering("delegate")).onCall(1).answer(Answer.text("Prose."));

        Caller.Answer run = done(acme.run("hierarchical", RunScene.hierarchical("Ada", "Ben")));

        assertThat(run.at("/result/fallback")).isEqualTo("false");
        assertThat(run.json().path("steps").findValuesAsText("key")).contains("plan-repair");
    }

    @Test
    void a_router_that_picks_nobody_twice_falls_back_to_the_first_specialist_and_says_so() {
        CLAUDE.when(Asked.offering("select_agents"))
                .answer(Answer.tool("select_agents", "{\"selected_agents\":[],\"reasoning\":\"Nobody fits.\"}"));

        Caller.Answer run = done(acme.run("routing", RunScene.routing("Billing", "Support")));

        assertThat(run.at("/result/fallback")).isEqualTo("true");
        assertThat(run.json().at("/result/selected_agents")).hasSize(1);
        assertThat(run.at("/result/selected_agents/0")).isEqualTo("Billing");
        assertThat(run.at("/result/final_result")).isNotEmpty();
    }

    @Test
    void a_router_cannot_pick_itself_or_a_stranger() {
        CLAUDE.when(Asked.offering("select_agents"))
                .answer(
                        Answer.tool("select_agents", "{\"selected_agents\":[\"Router\"],\"reasoning\":\"I can.\"}"),
                        Answer.tool("select_agents", "{\"selected_agents\":[\"Support\"],\"reasoning\":\"Help.\"}"));

        Caller.Answer run = done(acme.run("routing", RunScene.routing("Billing", "Support")));

        assertThat(run.at("/result/selected_agents/0")).isEqualTo("Support");
        assertThat(run.at("/result/reasoning")).isEqualTo("Help.");
        assertThat(run.at("/result/fallback")).isEqualTo("false");
    }
}
