// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant has so many runs in progress on a node, however small they are (I7)")
class RunsInProgressTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(
            usual -> TestConfig.with(usual, RunScene.calling(CLAUDE, 0), holding(new DataSize(300 << 10))));

    private static OrchestrationConfig holding(DataSize most) {
        OrchestrationConfig usual = OrchestrationConfig.usual();
        return new OrchestrationConfig(
                usual.defaultModel(),
                usual.maxTokens(),
                usual.concurrentCalls(),
                usual.maxRunTime(),
                usual.maxRequest(),
                most,
                usual.modelPrices());
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    @Test
    void one_more_is_refused_until_another_has_ended_and_no_other_tenant_notices() {
        try (RunScene acme = new RunScene(SERVER, CLAUDE, "busy").ready();
                RunScene globex = new RunScene(SERVER, CLAUDE, "quiet").ready()) {
            CLAUDE.when(Asked.as("You are Ada").and(Asked.with(acme.apiKey("team"))))
                    .answer(Answer.text("slow ".repeat(3_000)).slow(Duration.ofMillis(20)));
            try (RunScene.Reader first = acme.open("sequential", RunScene.sequence("Ada"));
                    RunScene.Reader second = acme.open("sequential", RunScene.sequence("Ada"))) {
                String run = first.next("start").at("execution_id");
                second.next("start");

                assertThat(refused(acme.run("sequential", RunScene.sequence("Ada")), 429, "rate_limited")
                                .at("/detail"))
                        .contains("Too many runs");
                assertThat(done(globex.run("sequential", RunScene.sequence("Ada")))
                                .at("/status"))
                        .isEqualTo("completed");

                CLAUDE.forgetRules();
                done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"));
                until(
                        "there is room again",
                        () -> acme.run("sequential", RunScene.sequence("Ada")).status() == 200);
            }
        }
    }
}
