// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.orchestration.ContentBlock.ImageSource;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Reader;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "A task may have images as large as the vendor takes them, and a tenant's large tasks hold a share of memory (I7)")
class LargeTasksTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    /** 5 MiB, as Anthropic counts them. */
    private static final String LARGEST = "A".repeat(ImageSource.LONGEST);

    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "large-" + ++number).ready();
    }

    @AfterEach
    void close() {
        CLAUDE.forgetRules();
        CLAUDE.calls().clear();
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private static String withImage(String data) {
        // Half of an escaped character is looked for in every string of such a body.
        return "{\"task_content\":[{\"type\":\"text\",\"text\":\"What is this? \\ud83d\\ude00\"},{\"type\":\"image\",\"source\":"
                + "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"" + data + "\"}}],\"agents\":"
                + RunScene.agents("Ada") + ",\"agent_sequence\":[\"Ada\"]}";
    }

    @Test
    void an_image_of_five_megabytes_reaches_the_model_and_is_forgotten_when_the_run_is_over() {
        Caller.Answer run = done(acme.run("sequential", withImage(LARGEST)));

        String id = run.at("/execution_id");
        assertThat(run.at("/status")).isEqualTo("completed");
        assertThat(CLAUDE.calls()
                        .last()
                        .body()
                        .at("/messages/0/content/1/source/data")
                        .asText())
                .isEqualTo(LARGEST);
        assertThat(run.at("/result/task")).startsWith("What is this?");
        assertThat(SERVER.column("SELECT length(definition::text) < 2000 FROM runs WHERE run_id = '" + id + "'"))
                .containsExactly("t");
        assertThat(acme.get(id).at("/result")).isEqualTo(run.at("/result"));
        assertThat(done(acme.tenant.backend().get(RunScene.RUNS)).at("/items/0/pattern"))
                .isEqualTo("sequential");
    }

    @Test
    void a_larger_image_is_refused_by_its_field_and_a_larger_body_by_its_setting() {
        Caller.Answer image = refused(acme.run("sequential", withImage(LARGEST + "AAAA")), 422, "invalid_request");
        Caller.Answer body =
                refused(acme.run("sequential", withImage("A".repeat(13_981_016))), 413, "payload_too_large");

        assertThat(image.fields()).containsExactly("task_content[1].source.data");
        assertThat(body.at("/detail")).contains("8388608 bytes", "orchestration.max_request");
        assertThat(done(acme.tenant.backend().get(RunScene.RUNS)).json().path("items"))
                .isEmpty();
    }

    @Test
    void other_routes_take_no_more_than_before() {
        Caller.Answer answer =
                acme.tenant.backend().post("/api/v1/profiles", "{\"profile_name\":\"" + "A".repeat(1_500_000) + "\"}");

        assertThat(refused(answer, 413, "payload_too_large").at("/detail")).contains("1048576 bytes", "http.max_body");
    }

    @Test
    void a_tenants_large_tasks_in_progress_hold_no_more_than_its_share_and_no_other_tenant_notices() {
        CLAUDE.when(Asked.as("You are Ada").and(Asked.with(acme.apiKey("team"))))
                .answer(Answer.text("slow ".repeat(3_000)).slow(Duration.ofMillis(20)));
        // Four of its runs hold more than 60 of 64 MiB.
        try (Reader first = acme.open("sequential", withImage(LARGEST));
                Reader second = acme.open("sequential", withImage(LARGEST));
                Reader third = acme.open("sequential", withImage(LARGEST));
                Reader fourth = acme.open("sequential", withImage(LARGEST));
                RunScene globex = new RunScene(SERVER, CLAUDE, "large-" + ++number).ready()) {
            List<String> runs = Stream.of(first, second, third, fourth)
                    .map(reader -> reader.next("start").at("execution_id"))
                    .toList();

            Caller.Answer refusal = refused(acme.run("sequential", withImage(LARGEST)), 429, "rate_limited");

            assertThat(refusal.at("/detail")).contains("large tasks");
            assertThat(done(globex.run("sequential", withImage(LARGEST))).at("/status"))
                    .isEqualTo("completed");
            runs.forEach(run -> done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel")));
            CLAUDE.forgetRules();
            until(
                    "there is room again",
                    () -> acme.run("sequential", withImage(LARGEST)).status() == 200);
        }
    }

    @Test
    void an_answer_that_is_long_is_read_back() {
        String all = "word ".repeat(40_000);
        CLAUDE.when(Asked.as("You are Ada")).answer(Answer.text(all));
        String body = "{\"task\":\"Tell all\",\"agents\":[{\"name\":\"Ada\",\"system_prompt\":\"You are Ada\","
                + "\"max_tokens\":64000}],\"agent_sequence\":[\"Ada\"]}";

        Caller.Answer run = done(acme.run("sequential", body));

        assertThat(acme.get(run.at("/execution_id")).at("/result/final_result")).isEqualTo(all);
        try (Reader reader = acme.follow(SERVER.url(), run.at("/execution_id"), "")) {
            assertThat(reader.rest().getLast().data().at("/result/final_result").asText())
                    .isEqualTo(all);
        }
    }
}
