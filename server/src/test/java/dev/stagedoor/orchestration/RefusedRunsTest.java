// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.orchestration.RunScene.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

@DisplayName(
        "A request that cannot be run is refused with the field's name, before anything is stored or asked (E1, R4)")
@Tag("slow")
class RefusedRunsTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static final String ADA = "{\"name\":\"Ada\",\"system_prompt\":\"You are Ada\"%s}";
    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "refused-" + ++number).ready();
    }

    @AfterEach
    void nothingWasBegun() {
        assertThat(done(acme.tenant.backend().get(RunScene.RUNS)).json().path("items"))
                .isEmpty();
        assertThat(CLAUDE.calls().with(acme.apiKey("team"))).isEmpty();
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private static String sequence(String agents, String order) {
        return "{\"task\":\"Hi\",\"agents\":" + agents + ",\"agent_sequence\":" + order + "}";
    }

    private static String ada(String more) {
        return sequence("[" + ADA.formatted(more) + "]", "[\"Ada\"]");
    }

    private static String content(String block) {
        return "{\"task_content\":[" + block + "],\"agents\":[" + ADA.formatted("") + "],\"agent_sequence\":[\"Ada\"]}";
    }

    private static String image(String type, String media, String data) {
        return content("{\"type\":\"text\",\"text\":\"See\"},{\"type\":\"image\",\"source\":{\"type\":\"" + type
                + "\",\"media_type\":\"" + media + "\",\"data\":\"" + data + "\"}}");
    }

    private static String manyAgents(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> agent("A" + i, "You are A" + i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    static Stream<Arguments> refusals() {
        String two = RunScene.agents("Ada", "Ben");
        return Stream.of(
                Arguments.of("sequential", "agents[1].name", sequence(RunScene.agents("Ada", "Ada"), "[\"Ada\"]")),
                Arguments.of("sequential", "agent_sequence[1]", sequence(two, "[\"Ada\",\"Eve\"]")),
                Arguments.of("sequential", "agent_sequence[0]", sequence(two, "[\"ada\"]")),
                Arguments.of("sequential", "agents", sequence("[]", "[\"Ada\"]")),
                Arguments.of("sequential", "agents", sequence(manyAgents(101), "[\"A1\"]")),
                Arguments.of("sequential", "agent_sequence", sequence(two, "[]")),
                Arguments.of("sequential", "task", "{\"agents\":" + two + ",\"agent_sequence\":[\"Ada\"]}"),
                Arguments.of("sequential", "agents[0].max_tokens", ada(",\"max_tokens\":0")),
                Arguments.of("sequential", "agents[0].temperature", ada(",\"temperature\":1.5")),
                Arguments.of(
                        "sequential", "agents[0].temperature", ada(",\"temperature\":0.5,\"model\":\"claude-opus-5\"")),
                Arguments.of("sequential", "task_content[0].type", content("{\"type\":\"sound\",\"text\":\"x\"}")),
                Arguments.of("sequential", "task_content[0].source", content("{\"type\":\"image\"}")),
                Arguments.of("sequential", "task_content[1].source.type", image("url", "image/png", "QUJD")),
                Arguments.of("sequential", "task_content[1].source.media_type", image("base64", "image/svg", "QUJD")),
                Arguments.of("sequential", "task_content[1].source.data", image("base64", "image/png", "no base64!")),
                Arguments.of("debate", "rounds", RunScene.debate(0, "", "Ada")),
                Arguments.of("debate", "rounds", RunScene.debate(21, "", "Ada")),
                Arguments.of("debate", "judge", RunScene.debate(2, ",\"convergence\":true", "Ada", "Ben")),
                Arguments.of("debate", "judge.name", RunScene.debate(2, ",\"judge\":" + agent("Ada", "x"), "Ada")),
                Arguments.of("debate", "participant_names[1]", RunScene.debate(2, names("Ada", "Ada"), "Ada", "Ben")),
                Arguments.of("debate", "participant_names[0]", RunScene.debate(2, names("Eve"), "Ada")),
                Arguments.of(
                        "hierarchical",
                        "manager.name",
                        RunScene.hierarchical("Ada").replace("\"Boss\"", "\"Ada\"")),
                Arguments.of("parallel", "aggregator_name", RunScene.parallel(",\"aggregator_name\":\"Sum\"", "Ada")),
                Arguments.of("routing", "specialists", RunScene.routing()));
    }

    private static String names(String... names) {
        return Stream.of(names)
                .map(name -> '"' + name + '"')
                .collect(Collectors.joining(",", ",\"participant_names\":[", "]"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refusals")
    void what_cannot_be_run_is_refused(String pattern, String field, String body) {
        Answer answer = refused(acme.run(pattern, body), 422, "invalid_request");

        assertThat(answer.fields()).as("%s", answer).containsExactly(field);
    }

    @Test
    void a_field_that_the_pattern_does_not_have_is_refused_by_name() {
        String body = RunScene.sequence(",\"participant_names\":[\"Ada\"]", new String[] {"Ada"});

        assertThat(acme.run("sequential", body)).satisfies(answer -> {
            assertThat(answer.status()).as("%s", answer).isIn(400, 422);
            assertThat(answer.json().toString()).contains("participant_names");
        });
    }

    @Test
    void a_pattern_that_does_not_exist_is_not_found() {
        refused(acme.run("reflection", RunScene.sequence("Ada")), 404, "not_found");
    }

    @Test
    void tools_and_workspaces_are_refused_as_such() {
        refused(acme.run("sequential", ada(",\"use_tools\":true")), 422, "tools_not_enabled");
        refused(
                acme.run("parallel", RunScene.parallel(",\"git_repo\":\"https://git.example/x\"", "Ada")),
                422,
                "tools_not_enabled");
        refused(
                acme.run("parallel", RunScene.parallel(",\"isolate_agent_workspaces\":true", "Ada")),
                422,
                "tools_not_enabled");
    }

    @Test
    void an_image_of_ten_megabytes_is_too_large() {
        String body = image("base64", "image/png", "A".repeat(13_981_016));

        assertThat(refused(acme.run("sequential", body), 413, "payload_too_large")
                        .at("/detail"))
                .contains("orchestration.max_request");
    }
}
