// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Event;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An answer that was cut off at its most tokens is never shown as a whole one")
class CutAnswersTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "cut-" + ++number).ready();
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

    private static String agent(String name, int mostTokens) {
        return "{\"name\":\"" + name + "\",\"system_prompt\":\"You are " + name + "\",\"max_tokens\":" + mostTokens
                + "}";
    }

    private static String sequence(String first, String second) {
        return "{\"task\":\"Say hello to everybody\",\"agents\":[" + first + "," + second
                + "],\"agent_sequence\":[\"Writer\",\"Editor\"]}";
    }

    @Test
    void a_step_says_why_its_model_stopped_wherever_it_is_shown() {
        String body = sequence(agent("Writer", 1_000), agent("Editor", 3));

        List<Event> events = acme.stream("sequential", body);

        Caller.Answer run = acme.get(events.getFirst().at("execution_id"));
        assertThat(run.json().path("steps").findValuesAsText("stop_reason")).containsExactly("end_turn", "max_tokens");
        assertThat(run.json().at("/result/steps").findValuesAsText("stop_reason"))
                .containsExactly("end_turn", "max_tokens");
        assertThat(run.at("/result/final_stop_reason")).isEqualTo("max_tokens");
        assertThat(events.stream()
                        .filter(event -> event.name().equals("status")
                                && event.at("data").equals("completed"))
                        .map(event -> event.at("stop_reason")))
                .containsExactly("end_turn", "max_tokens");
        assertThat(events.getLast().data().at("/result/final_stop_reason").asText())
                .isEqualTo("max_tokens");
        assertThat(SERVER.column("SELECT stop_reason FROM run_steps WHERE run_id = '" + run.at("/execution_id")
                        + "' ORDER BY position"))
                .containsExactly("end_turn", "max_tokens");
    }

    @Test
    void a_whole_final_answer_is_whole_whatever_came_before_it() {
        Caller.Answer run = done(acme.run("sequential", sequence(agent("Writer", 3), agent("Editor", 1_000))));

        assertThat(run.at("/result/final_stop_reason")).isEqualTo("end_turn");
        assertThat(run.at("/result/steps/0/stop_reason")).isEqualTo("max_tokens");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "debate, judge, /result/debate_history/0/stop_reason",
        "parallel, aggregator, /result/agent_steps/0/stop_reason"
    })
    void the_last_word_of_a_pattern_says_so(String pattern, String lead, String first) {
        String task =
                pattern.equals("debate") ? "\"topic\":\"Tabs or spaces\",\"rounds\":1" : "\"task\":\"Review this\"";
        Caller.Answer run = done(acme.run(
                pattern,
                "{" + task + ",\"agents\":" + RunScene.agents("Ada") + ",\"" + lead + "\":" + agent("Lead", 3) + "}"));

        assertThat(run.at(first)).isEqualTo("end_turn");
        assertThat(run.at("/result/final_stop_reason")).as("%s", run).isEqualTo("max_tokens");
    }

    @Test
    void a_synthesis_and_a_plan_that_are_cut_off_say_so_and_the_plan_is_a_fallback() {
        Caller.Answer run = done(acme.run(
                "hierarchical",
                "{\"task\":\"Write a report\",\"manager\":" + agent("Boss", 3) + ",\"workers\":"
                        + RunScene.agents("Ada", "Ben") + "}"));

        assertThat(run.at("/status")).as("%s", run).isEqualTo("completed");
        assertThat(run.at("/result/fallback")).isEqualTo("true");
        assertThat(run.at("/result/final_stop_reason")).isEqualTo("max_tokens");
        assertThat(run.at("/steps/0/key")).isEqualTo("plan");
        assertThat(run.at("/steps/0/stop_reason")).isEqualTo("max_tokens");
        assertThat(run.at("/steps/1/key")).isEqualTo("plan-repair");
        assertThat(CLAUDE.calls().with(acme.apiKey("team")).get(1).body().toString())
                .contains("cut off at the most tokens");
    }

    @Test
    void a_call_that_failed_has_no_reason_to_have_stopped() {
        CLAUDE.when(Asked.as("You are Writer")).answer(Answer.fails(400));

        Caller.Answer run = done(acme.run("sequential", RunScene.sequence("Writer")));

        assertThat(run.json().at("/steps/0").has("stop_reason")).isFalse();
    }
}
