// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Each model is asked as it wants to be asked, and what it used is counted")
@Tag("slow")
class ModelsTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "models-" + ++number).ready();
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

    private List<ClaudeCall> calls() {
        return CLAUDE.calls().with(acme.apiKey("team"));
    }

    private static String asking(String body, String model) {
        return body.replaceFirst("\\{", "{\"model\":\"" + model + "\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"claude-haiku-4-5", "claude-opus-4-6", "claude-sonnet-5", "claude-opus-5", "claude-opus-5-5"})
    void every_model_of_the_vendor_plans_and_routes(String model) {
        Caller.Answer plan = done(acme.run("hierarchical", asking(RunScene.hierarchical("Ada", "Ben"), model)));
        Caller.Answer route = done(acme.run("routing", asking(RunScene.routing("Billing", "Support"), model)));

        for (Caller.Answer run : List.of(plan, route)) {
            assertThat(run.at("/status")).as("%s", run).isEqualTo("completed");
            assertThat(run.at("/result/fallback")).isEqualTo("false");
            assertThat(run.at("/result/final_result")).isNotEmpty();
        }
        assertThat(calls()).extracting(ClaudeCall::model).containsOnly(model);
    }

    @Test
    void a_model_that_refuses_a_forced_tool_is_asked_for_json_of_that_form() {
        done(acme.run("routing", asking(RunScene.routing("Billing", "Support"), "claude-opus-5-5")));
        JsonNode newest = calls().getFirst().body();
        done(acme.run("routing", asking(RunScene.routing("Billing", "Support"), "claude-opus-5")));
        JsonNode other = calls().get(2).body();

        assertThat(newest.has("tool_choice")).isFalse();
        assertThat(newest.at("/output_config/format/type").asText()).isEqualTo("json_schema");
        assertThat(newest.toString()).doesNotContain("maxItems");
        assertThat(other.at("/tool_choice/name").asText()).isEqualTo("select_agents");
        assertThat(other.has("output_config")).isFalse();
    }

    @Test
    void a_temperature_goes_to_the_models_that_take_one_and_to_no_other() {
        String agent = "[{\"name\":\"Ada\",\"system_prompt\":\"You are Ada\",\"temperature\":0.5,\"model\":\"%s\"}]";
        String body = "{\"task\":\"Hi\",\"agents\":%s,\"agent_sequence\":[\"Ada\"]}";

        done(acme.run("sequential", body.formatted(agent.formatted("claude-sonnet-4-6"))));
        Caller.Answer refusal = refused(
                acme.run("sequential", body.formatted(agent.formatted("claude-opus-5-5"))), 422, "invalid_request");
        done(acme.run("sequential", RunScene.sequence("Ada")));

        assertThat(calls()).hasSize(2);
        assertThat(calls().getFirst().body().path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(calls().getLast().body().has("temperature")).isFalse();
        assertThat(refusal.fields()).containsExactly("agents[0].temperature");
    }

    @Test
    void what_a_debate_repeats_is_read_from_the_providers_cache() {
        CLAUDE.when(Asked.as("You are Pro")).answer("for ".repeat(1_500));
        CLAUDE.when(Asked.as("You are Contra")).answer("against ".repeat(1_500));

        Caller.Answer run = done(acme.run("debate", RunScene.debate(3, "", "Pro", "Contra")));

        assertThat(run.at("/status")).isEqualTo("completed");
        assertThat(run.json().at("/steps/4/usage/cache_read_input_tokens").asLong())
                .isGreaterThan(1_000);
        assertThat(run.json().at("/usage/cache_read_input_tokens").asLong()).isPositive();
    }

    @Test
    void usage_adds_up_by_day_agent_profile_and_user() {
        Caller.Answer first = done(acme.run("sequential", RunScene.sequence("Ada", "Ben")));
        Caller.Answer second = done(acme.run("parallel", RunScene.parallel("", "Ada")));
        double cost = first.json().at("/usage/cost").asDouble()
                + second.json().at("/usage/cost").asDouble();

        JsonNode day = usage("").path(0);
        assertThat(List.of(day.path("runs").asLong(), day.path("calls").asLong()))
                .containsExactly(2L, 3L);
        assertThat(day.at("/usage/cost").asDouble()).isCloseTo(cost, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(usage("?by=agent").findValuesAsText("name")).containsExactlyInAnyOrder("Ada", "Ben");
        assertThat(usage("?by=profile").path(0).path("name").asText()).isEqualTo(first.at("/profile_id"));
        assertThat(usage("?by=user").path(0).path("calls").asLong()).isEqualTo(3);
        assertThat(usage("?from=2020-01-01&to=2020-01-31")).isEmpty();
        refused(acme.tenant.backend().get("/api/v1/model-usage?by=moon"), 422, "invalid_request");
        refused(acme.tenant.backend().get("/api/v1/model-usage?from=yesterday"), 422, "invalid_request");
    }

    private JsonNode usage(String query) {
        return done(acme.tenant.backend().get("/api/v1/model-usage" + query))
                .json()
                .path("items");
    }
}
