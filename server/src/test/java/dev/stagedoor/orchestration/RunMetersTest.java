// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Reader;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A node counts its runs, their calls and their tokens")
class RunMetersTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static final String OUTPUT = "stagedoor_run_tokens_total{kind=\"output\"}";

    @AfterEach
    void forget() {
        CLAUDE.forgetRules();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private static double at(String series) {
        return RunScene.metric(SERVER, series);
    }

    private static String ended(String pattern, String status) {
        return "stagedoor_runs_ended_total{pattern=\"" + pattern + "\",status=\"" + status + "\"}";
    }

    private static String calls(String outcome) {
        return "stagedoor_run_calls_seconds_count{outcome=\"" + outcome + "\"}";
    }

    @Test
    void ends_calls_and_tokens_are_counted_by_what_came_of_them() {
        try (RunScene acme = new RunScene(SERVER, CLAUDE, "counted").ready()) {
            double before = at(OUTPUT);
            Caller.Answer whole = done(acme.run("parallel", RunScene.parallel("", "Ada", "Ben")));
            assertThat(at(OUTPUT) - before)
                    .isEqualTo(whole.json().at("/usage/output_tokens").asDouble());
            CLAUDE.when(Asked.as("You are Writer")).answer(Answer.fails(500));
            done(acme.run("sequential", RunScene.sequence("Writer")));
            CLAUDE.when(Asked.as("You are Editor")).answer(Answer.fails(401));
            done(acme.run("sequential", RunScene.sequence("Editor")));

            assertThat(at(ended("parallel", "completed"))).isEqualTo(1);
            assertThat(at(ended("sequential", "failed"))).isEqualTo(2);
            assertThat(at(ended("debate", "completed"))).isZero();
            assertThat(at(calls("answered"))).isEqualTo(2);
            assertThat(at(calls("failed"))).isEqualTo(1);
            assertThat(at(calls("rejected"))).isEqualTo(1);
            assertThat(at("stagedoor_run_tokens_total{kind=\"input\"}")).isPositive();
        }
    }

    @Test
    void a_run_in_progress_is_counted_until_it_ends() {
        CLAUDE.when(Asked.as("You are Slow"))
                .answer(Answer.text("slow ".repeat(3_000)).slow(Duration.ofMillis(20)));
        try (RunScene acme = new RunScene(SERVER, CLAUDE, "running").ready();
                Reader reader = acme.open("sequential", RunScene.sequence("Slow"))) {
            String run = reader.next("start").at("execution_id");
            reader.next("chunk");
            assertThat(at("stagedoor_runs_running")).isEqualTo(1);

            done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"));

            until("nothing runs", () -> at("stagedoor_runs_running") == 0);
            assertThat(at(ended("sequential", "cancelled"))).isEqualTo(1);
            assertThat(at(calls("stopped"))).isEqualTo(1);
        }
    }
}
