// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.orchestration.RunScene.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Event;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The five patterns over HTTP, as JSON and as a stream, with the profile that is selected (R1, R2)")
@Tag("slow")
class RunsTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static final Map<String, String> PATTERNS = Map.of(
            "sequential", RunScene.sequence("Writer", "Editor"),
            "debate", RunScene.debate(2, "", "Pro", "Contra"),
            "hierarchical", RunScene.hierarchical("Ada", "Ben"),
            "parallel", RunScene.parallel(",\"aggregator\":" + agent("Sum", "You sum up"), "Ada", "Ben"),
            "routing", RunScene.routing("Billing", "Support"));

    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "runs-" + ++number);
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

    @Test
    void the_request_of_the_source_answers_in_its_envelope() {
        acme.ready();

        Answer answer = done(acme.run("sequential", """
                {
                  "task": "Say hello",
                  "agents": [{
                    "name": "Greeter",
                    "system_prompt": "You are friendly",
                    "role": "worker"
                  }],
                  "agent_sequence": ["Greeter"]
                }
                """));

        assertThat(answer.at("/pattern")).isEqualTo("sequential");
        assertThat(answer.at("/execution_id")).startsWith("run_");
        assertThat(answer.at("/status")).isEqualTo("completed");
        assertThat(answer.json().path("duration_ms").isNumber()).isTrue();
        assertThat(answer.at("/created_at")).isNotEmpty();
        assertThat(answer.at("/result/pattern")).isEqualTo("sequential");
        assertThat(answer.at("/result/task")).isEqualTo("Say hello");
        assertThat(answer.at("/result/agents/0")).isEqualTo("Greeter");
        assertThat(answer.at("/result/steps/0/agent")).isEqualTo("Greeter");
        assertThat(answer.at("/result/steps/0/input")).isEqualTo("Say hello");
        assertThat(answer.at("/result/final_result")).contains("You are friendly", "Say hello");
        assertThat(answer.at("/result/agent_results/Greeter")).isEqualTo(answer.at("/result/final_result"));
        assertThat(CLAUDE.calls().with(acme.apiKey("team"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "debate", "hierarchical", "parallel", "routing"})
    void each_pattern_answers_when_it_has_ended(String pattern) {
        acme.ready();

        Answer answer = done(acme.run(pattern, PATTERNS.getOrDefault(pattern, "")));

        assertThat(answer.at("/status")).as("%s", answer).isEqualTo("completed");
        assertThat(answer.at("/pattern")).isEqualTo(pattern);
        assertThat(answer.at("/result/pattern")).isEqualTo(pattern);
        assertThat(answer.json().at("/usage/input_tokens").asLong()).isPositive();
        assertThat(answer.json().at("/usage/cost").asDouble()).isPositive();
        assertThat(answer.json().path("steps")).isNotEmpty();
        assertThat(acme.get(answer.at("/execution_id")).json().path("result"))
                .isEqualTo(answer.json().path("result"));
        assertThat(CLAUDE.calls().with(acme.apiKey("team")))
                .hasSize(answer.json().path("steps").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "debate", "hierarchical", "parallel", "routing"})
    void each_pattern_streams_its_events_in_order_and_ends_with_its_result(String pattern) {
        acme.ready();

        List<Event> events = acme.stream(pattern, PATTERNS.getOrDefault(pattern, ""));

        assertThat(events.getFirst().name()).isEqualTo("start");
        assertThat(events.getFirst().at("pattern")).isEqualTo(pattern);
        assertThat(events.getFirst().data().path("agents")).isNotEmpty();
        assertThat(events.getLast().name()).isEqualTo("complete");
        assertThat(events.stream().map(event -> Long.parseLong(event.id())).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(names(events)).contains("status", "chunk");
        assertThat(said(events)).contains("waiting", "executing", "completed");
        Answer stored = acme.get(events.getFirst().at("execution_id"));
        assertThat(events.getLast().data().path("result"))
                .isEqualTo(stored.json().path("result"));
        assertThat(stored.at("/status")).isEqualTo("completed");
    }

    private static Set<String> names(List<Event> events) {
        return events.stream().map(Event::name).collect(Collectors.toSet());
    }

    private static Set<String> said(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("status"))
                .map(event -> event.at("data"))
                .collect(Collectors.toSet());
    }

    @Test
    void the_next_agent_works_on_what_the_last_one_made() {
        acme.ready();
        CLAUDE.when(Asked.as("You are Writer")).answer("A draft about cats.");
        CLAUDE.when(Asked.saying("A draft about cats.")).answer("A better draft.");

        Answer answer = done(acme.run("sequential", RunScene.sequence("Writer", "Editor")));

        assertThat(answer.at("/result/steps/1/input")).contains("A draft about cats.");
        assertThat(answer.at("/result/final_result")).isEqualTo("A better draft.");
    }

    @Test
    void every_speaker_hears_the_whole_debate() {
        acme.ready();
        for (String name : List.of("Pro", "Contra", "Third")) {
            CLAUDE.when(Asked.as("You are " + name)).answer(name + " speaks.");
        }

        done(acme.run("debate", RunScene.debate(2, "", "Pro", "Contra", "Third")));

        String last = CLAUDE.calls().with(acme.apiKey("team")).getLast().body().toString();
        assertThat(last).contains("Pro speaks.", "Contra speaks.", "Third speaks.");
        assertThat(last.split("Pro speaks\\.", -1)).as("both rounds").hasSize(3);
    }

    @Test
    void another_profile_counts_from_the_next_run_on() {
        String first = acme.profile("first");
        String second = acme.profile("second");
        acme.select(first);
        Answer before = done(acme.run("sequential", RunScene.sequence("Writer")));
        acme.select(second);
        Answer after = done(acme.run("sequential", RunScene.sequence("Writer")));

        assertThat(List.of(before.at("/profile_id"), after.at("/profile_id"))).containsExactly(first, second);
        assertThat(CLAUDE.calls().with(acme.apiKey("first"))).hasSize(1);
        assertThat(CLAUDE.calls().with(acme.apiKey("second"))).hasSize(1);
        assertThat(acme.tenant.audited("run.start"))
                .extracting(detail -> detail.path("profile").asText())
                .containsExactly(first, second);
    }

    @Test
    void without_a_selected_profile_nothing_starts() {
        acme.profile("team");

        refused(acme.run("sequential", RunScene.sequence("Writer")), 409, "no_profile_selected");
        refused(
                acme.run("sequential", RunScene.sequence(",\"user_id\":\"ada\"", new String[] {"Writer"})),
                409,
                "no_profile_selected");

        assertThat(done(acme.tenant.backend().get(RunScene.RUNS)).json().path("items"))
                .isEmpty();
        assertThat(CLAUDE.calls().with(acme.apiKey("team"))).isEmpty();
    }

    @Test
    void a_profile_can_be_named_instead_but_never_another_users_login() {
        acme.ready();
        String spare = acme.profile("spare");
        String token = "sk-ant-oat01-" + acme.tenant.slug();
        CLAUDE.accept(token);
        String login = done(acme.tenant
                        .backend()
                        .post(
                                "/api/v1/import-terminal-credentials",
                                "{\"claudeAiOauth\":{\"accessToken\":\"" + token
                                        + "\",\"expiresAt\":9999999999999,\"scopes\":[\"user:inference\"]},"
                                        + "\"user_id\":\"ada\"}"))
                .at("/profile_id");

        Answer named = done(acme.run("sequential", naming(spare, "")));
        Answer own = done(acme.run("sequential", naming(login, ",\"user_id\":\"ada\"")));

        assertThat(named.at("/profile_id")).isEqualTo(spare);
        assertThat(own.at("/status")).as("%s", own).isEqualTo("completed");
        refused(acme.run("sequential", naming(login, "")), 403, "forbidden");
        refused(acme.run("sequential", naming(login, ",\"user_id\":\"eve\"")), 403, "forbidden");
        assertThat(CLAUDE.calls().with(token)).hasSize(1);
    }

    private static String naming(String profile, String more) {
        return RunScene.sequence(",\"profile_id\":\"" + profile + "\"" + more, new String[] {"Writer"});
    }

    @Test
    void another_tenant_finds_none_of_it() {
        acme.ready();
        String run = done(acme.run("sequential", RunScene.sequence("Writer"))).at("/execution_id");
        try (RunScene other = new RunScene(SERVER, CLAUDE, "runs-other-" + number)) {
            for (String path : List.of("", "/events")) {
                refused(other.tenant.backend().get(RunScene.RUNS + "/" + run + path), 404, "not_found");
            }
            refused(other.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"), 404, "not_found");
            assertThat(done(other.tenant.backend().get(RunScene.RUNS)).json().path("items"))
                    .isEmpty();
        }
    }
}
