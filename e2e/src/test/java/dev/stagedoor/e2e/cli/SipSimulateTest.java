// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("stagedoor sip simulate says where a phone call stopped, and what to do")
class SipSimulateTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static final String NUMBER = "+442079460100";
    private static final String NO_AGENTS = "+442079460101";
    private static final String PENDING = "+442079460102";

    private static Cli acme;
    private static String secret;

    @BeforeAll
    static void a_tenant_with_numbers_and_a_secret() {
        SCENE.acme();
        acme = SCENE.tenant("acme");
        SCENE.livekit().state().registerWorker("lazy-worker", WorkerBehaviour.acceptsOnly());
        must(acme.run("agents create lazy --agent-name lazy-worker"));
        must(SCENE.operator().run("numbers add " + NUMBER + " --agent demo --tenant acme"));
        must(SCENE.operator().run("numbers add " + NO_AGENTS + " --agent lazy --tenant acme"));
        must(acme.run("numbers add " + PENDING + " --agent demo"));
        secret = must(acme.run("credentials set webhook sip --generate")).at("/secret");
    }

    private static Cli frontEnd() {
        return SCENE.nobody().typing(secret + "\n");
    }

    private static String call(String more) {
        return "sip simulate --from +12025550143 --to " + NUMBER + more;
    }

    /** The outcomes, as {@code ok reachable}. */
    private static List<String> steps(Cli.Run run) {
        List<String> steps = new ArrayList<>();
        for (JsonNode step : run.json().path("steps")) {
            steps.add(step.path("outcome").asText() + " " + step.path("step").asText());
        }
        return steps;
    }

    /** The step where the call stopped, after those that are known to have gone well. */
    private static JsonNode stopped(Cli.Run run, int code, String... steps) {
        assertThat(run.code()).as("%s%s", run.err(), run.out()).isEqualTo(code);
        assertThat(steps(run)).containsExactly(steps);
        assertThat(run.json().at("/answered").asBoolean()).isFalse();
        assertThat(run.json().has("joined")).isFalse();
        JsonNode last = run.json().path("steps").path(steps.length - 1);
        assertThat(last.path("remedy").asText()).isNotEmpty();
        return last;
    }

    @Test
    void without_an_api_key_a_call_is_answered_and_its_token_decoded_but_not_shown() {
        Cli.Run run = must(frontEnd().run(call(" --metadata language=en")));

        assertThat(steps(run))
                .containsExactly(
                        "ok reachable",
                        "ok signature",
                        "ok number",
                        "ok caller",
                        "ok agent",
                        "ok room",
                        "ok token",
                        "ok grants",
                        "skipped receipt",
                        "skipped ended");
        assertThat(run.at("/joined/token/identity")).isEqualTo("caller-12025550143");
        assertThat(run.at("/joined/token/name")).isEqualTo("Caller from +1 (202) 555-0143");
        assertThat(run.at("/joined/token/metadata")).contains("\"language\":\"en\"");
        assertThat(run.json().at("/joined/token/may").toString()).contains("roomJoin", "canPublish", "canSubscribe");
        assertThat(run.out()).doesNotContain("eyJ").doesNotContain(secret);
        assertThat(must(acme.run("calls end --yes " + run.at("/joined/call_id")))
                        .at("/end_reason"))
                .isEqualTo("requested");
    }

    @Test
    void with_a_key_it_shows_the_receipt_and_ends_the_call() {
        Cli.Run run = must(acme.typing(secret).run(call("")));

        assertThat(steps(run)).contains("ok answered", "ok receipt").endsWith("ok ended");
        assertThat(run.json().path("steps").findValuesAsText("detail"))
                .contains("by the agent demo of acme")
                .anyMatch(detail -> detail.matches("joined after \\d+ ms: agent-.*"));
        assertThat(must(acme.run("calls show " + run.at("/joined/call_id"))).at("/status"))
                .isEqualTo("ended");
    }

    @Test
    void an_operator_need_not_name_the_tenant_and_a_call_is_kept_with_its_token_on_request() {
        Cli.Run run = must(SCENE.operator().typing(secret).run(call(" --keep --show-token")));

        assertThat(steps(run)).contains("ok answered", "ok receipt").endsWith("skipped ended");
        assertThat(run.at("/joined/token/token")).matches("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(must(acme.run("calls show " + run.at("/joined/call_id"))).at("/status"))
                .isEqualTo("open");
        must(acme.run("calls end --yes " + run.at("/joined/call_id")));
    }

    @Test
    void a_key_that_may_not_read_calls_is_said_and_the_call_is_answered_all_the_same() {
        String key =
                must(acme.run("keys create --name narrow --scope agents:read")).at("/key");

        Cli.Run run = must(frontEnd().with("STAGEDOOR_KEY", key).run(call("")));

        assertThat(steps(run)).contains("skipped receipt").endsWith("skipped ended");
        assertThat(run.out()).contains("calls:read", "calls:write");
    }

    @Test
    void people_read_a_line_for_each_step_and_what_to_do() {
        Cli.Run fine = must(acme.typing(secret).onTerminal(100).run(call("")));
        assertThat(fine.out().replaceAll("\u001b\\[\\d*m", ""))
                .contains("ok       reachable  http://", "ok       signature  accepted\n", "ok       ended      call_");

        Cli.Run wrong = SCENE.nobody().typing("whsec_wrong").onTerminal(100).run(call(""));
        assertThat(wrong.out().replaceAll("\u001b\\[\\d*m", ""))
                .contains(
                        "\nstopped  signature  401 Unauthorized: ", "\n                    to do: sign the timestamp");
    }

    @Test
    void a_wrong_secret_and_a_number_that_is_nobodys_stop_at_the_signature() {
        JsonNode wrong =
                stopped(SCENE.nobody().typing("whsec_wrong").run(call("")), 3, "ok reachable", "stopped signature");
        assertThat(wrong.path("remedy").asText()).contains("whsec_", "--tenant", NUMBER);
        stopped(
                frontEnd().run("sip simulate --from +12025550143 --to +442079460199"),
                3,
                "ok reachable",
                "stopped signature");
    }

    @Test
    void with_the_tenant_named_an_unknown_and_a_pending_number_stop_at_the_number() {
        for (String number : List.of("+442079460199", PENDING)) {
            JsonNode unknown = stopped(
                    frontEnd().run("sip simulate --from +12025550143 --to " + number + " --tenant acme"),
                    3,
                    "ok reachable",
                    "ok signature",
                    "stopped number");
            assertThat(unknown.path("detail").asText()).startsWith("404 Number not in service");
            assertThat(unknown.path("remedy").asText()).contains("stagedoor numbers show " + number);
        }
    }

    @Test
    void an_unsigned_call_stops_at_the_signature() {
        JsonNode unsigned = stopped(SCENE.nobody().run(call(" --unsigned")), 3, "ok reachable", "stopped signature");
        assertThat(unsigned.path("remedy").asText()).contains("sign the call");
    }

    @Test
    void a_blocked_caller_stops_at_the_caller() {
        must(acme.run("phone-settings set --block +1202555014*"));
        try {
            JsonNode blocked =
                    stopped(frontEnd().run(call("")), 3, "ok reachable", "ok signature", "ok number", "stopped caller");
            assertThat(blocked.path("remedy").asText()).contains("--unblock +12025550143");
        } finally {
            must(acme.run("phone-settings set --unblock +1202555014*"));
        }
    }

    @Test
    void a_caller_who_calls_too_often_stops_at_the_limits() {
        must(acme.run("phone-settings set --calls-per-caller 1"));
        String call = "sip simulate --from +12025550199 --to " + NUMBER;
        try {
            must(acme.typing(secret).run(call));
            JsonNode often = stopped(
                    frontEnd().run(call),
                    3,
                    "ok reachable",
                    "ok signature",
                    "ok number",
                    "ok caller",
                    "stopped limits");
            assertThat(often.path("detail").asText())
                    .startsWith("429 Too many calls")
                    .contains("retry in 60 s");
        } finally {
            must(acme.run("phone-settings set --calls-per-caller 100"));
        }
    }

    @Test
    void a_call_that_has_ended_or_differs_from_its_first_report_stops_at_the_call() {
        must(acme.typing(secret).run(call(" --call-id once")));
        String[] steps = {"ok reachable", "ok signature", "ok number", "ok caller", "stopped call"};

        assertThat(stopped(frontEnd().run(call(" --call-id once")), 3, steps)
                        .path("detail")
                        .asText())
                .startsWith("409 Call has ended");
        assertThat(stopped(frontEnd().run(call(" --call-id once --metadata a=b")), 3, steps)
                        .path("detail")
                        .asText())
                .startsWith("400 Invalid request");
    }

    @Test
    void no_agent_in_time_is_a_failed_check() {
        must(acme.run("phone-settings set --answer-within 1"));
        try {
            JsonNode nobody = stopped(
                    frontEnd().run("sip simulate --from +12025550143 --to " + NO_AGENTS),
                    1,
                    "ok reachable",
                    "ok signature",
                    "ok number",
                    "ok caller",
                    "stopped agent");
            assertThat(nobody.path("detail").asText()).startsWith("503 No agents available");
            assertThat(nobody.path("remedy").asText()).contains("--answer-within");
        } finally {
            must(acme.run("phone-settings set --answer-within 8"));
        }
    }

    @Test
    void a_suspended_tenant_stops_at_the_tenant() {
        must(SCENE.operator().run("tenants suspend acme --yes"));
        try {
            stopped(frontEnd().run(call("")), 3, "ok reachable", "ok signature", "stopped tenant");
        } finally {
            must(SCENE.operator().run("tenants resume acme"));
        }
    }

    @Test
    void what_cannot_be_read_stops_at_the_request() {
        JsonNode tooLong =
                stopped(frontEnd().run(call(" --call-id " + "x".repeat(129))), 3, "ok reachable", "stopped request");
        assertThat(tooLong.path("detail").asText()).containsPattern("call_?[iI]d");
    }

    @Test
    void a_server_that_is_not_there_or_is_another_is_unavailable() {
        assertThat(frontEnd().run(call(" --url http://127.0.0.1:1")).code()).isEqualTo(4);
        Cli.Run another =
                frontEnd().run(call(" --url http://127.0.0.1:" + SCENE.livekit().port()));
        assertThat(another.code()).isEqualTo(4);
        assertThat(another.err()).contains("which is not a Stagedoor answer");
        assertThat(frontEnd().run(call(" --url ftp://h")).code()).isEqualTo(2);
        assertThat(frontEnd().run(call(" --unsigned --secret-file s")).code()).isEqualTo(2);
    }
}
