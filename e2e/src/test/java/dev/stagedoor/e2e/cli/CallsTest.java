// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor trigger}, {@code calls} and {@code dispatches}. */
class CallsTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static Cli acme;

    @BeforeAll
    static void a_tenant_with_an_agent() {
        SCENE.acme();
        acme = SCENE.tenant("acme");
    }

    @Test
    void a_triggered_call_says_joined_once_the_agent_was_seen_in_the_room() {
        Cli.Run call = must(acme.run("trigger demo --user alice --wait joined"));

        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        assertThat(SCENE.livekit().state().listParticipants(call.at("/room_name")))
                .isNotEmpty();
    }

    @Test
    void an_operator_triggers_for_a_tenant_and_reads_the_fields() {
        Cli.Run call = must(SCENE.operator()
                .onTerminal(80)
                .run("trigger", "demo", "--user", "bob", "--tenant", "acme", "--wait", "joined", "--mode", "text"));

        assertThat(call.out().lines().map(line -> line.substring(0, line.indexOf("  "))))
                .containsExactly(
                        "call",
                        "room",
                        "dispatch",
                        "status",
                        "attempts",
                        "agent name",
                        "agent identity",
                        "server",
                        "expires",
                        "token");
        assertThat(call.out()).containsPattern("status +joined\n").containsPattern("agent name +demo-worker\n");
    }

    @Test
    void an_agent_that_does_not_come_is_a_failed_check() {
        must(acme.run("agents create nobody --agent-name no-worker-has-this-name"));

        Cli.Run call = acme.run("trigger nobody --user alice --wait none");
        Cli.Run cancelled = must(acme.run("dispatches cancel " + call.at("/dispatch/id") + " --yes"));
        Cli.Run watched = acme.run("dispatches watch " + call.at("/dispatch/id"));

        assertThat(cancelled.at("/id")).isEqualTo(call.at("/dispatch/id"));
        assertThat(watched.code()).isEqualTo(1);
        assertThat(watched.lines().getLast().at("/status").asText()).isEqualTo("failed");
        assertThat(watched.lines().getLast().at("/reason").asText()).isEqualTo("cancelled");
    }

    @Test
    void a_dispatch_is_watched_until_it_has_joined() {
        SCENE.livekit().state().registerWorker("slow-worker", WorkerBehaviour.joins());
        must(acme.run("agents create slow --agent-name slow-worker"));
        String dispatch =
                must(acme.run("trigger slow --user alice --wait none")).at("/dispatch/id");

        List<JsonNode> lines = must(acme.run("dispatches watch " + dispatch)).lines();
        assertThat(lines.getFirst().at("/status").asText()).isEqualTo("requested");
        assertThat(lines.getLast().at("/status").asText()).isEqualTo("joined");

        Cli.Run seen = must(acme.onTerminal(100).run("dispatches watch " + dispatch));
        assertThat(seen.out().lines().toList().getLast()).containsPattern("Z  joined  attempt 1  ");
    }

    @Test
    void dispatches_are_listed_by_status_and_shown_with_their_receipt() {
        String dispatch =
                must(acme.run("trigger demo --user carol --wait joined")).at("/dispatch/id");

        assertThat(must(acme.run("dispatches list --status joined")).json().findValuesAsText("id"))
                .contains(dispatch);
        assertThat(must(acme.run("dispatches list --status failed")).json().findValuesAsText("id"))
                .doesNotContain(dispatch);
        Cli.Run shown = must(acme.onTerminal(120).run("dispatches show " + dispatch));
        assertThat(shown.out()).contains("AT ", "requested  0", "joined     1");
        assertThat(acme.run("dispatches list --status done").code()).isEqualTo(3);
    }

    @Test
    void a_call_is_listed_shown_and_ended() {
        String call = must(acme.run("trigger demo --user dora --wait joined")).at("/call_id");

        assertThat(must(acme.run("calls list")).json().findValuesAsText("id")).contains(call);
        assertThat(must(acme.run("calls show " + call)).at("/dispatches/0/status"))
                .isEqualTo("joined");
        assertThat(must(acme.onTerminal(120).run("calls show " + call)).out())
                .containsPattern("user +dora\n")
                .containsPattern("dispatches +dsp_\\w+ joined\n");
        must(acme.run("calls remove-participant " + call + " dora --yes"));
        assertThat(acme.run("calls end " + call).code()).isEqualTo(2);
        assertThat(must(acme.run("calls end " + call + " --yes")).at("/status")).isEqualTo("ended");
    }

    @Test
    void a_calls_story_is_told_in_order() {
        String call = must(acme.run("trigger demo --user eve --wait joined")).at("/call_id");
        must(acme.run("calls end " + call + " --yes"));

        assertThat(must(acme.run("calls timeline " + call)).json().path("steps").findValuesAsText("what"))
                .contains("call.trigger", "dispatch.requested", "dispatch.sent", "dispatch.joined", "call.end")
                .startsWith("call.trigger");
        assertThat(must(acme.onTerminal(160).run("calls show " + call)).out())
                .containsPattern("AT +AFTER +WHAT +WHO")
                .containsPattern("dispatch\\.joined +agent-");
    }

    @Test
    void usage_is_counted_by_day_agent_and_user() {
        must(acme.run("trigger demo --user frank --wait joined"));

        Cli operator = SCENE.operator();
        Cli.Run days = must(operator.run("usage --tenant acme"));
        assertThat(days.json().path("items")).hasSize(30);
        assertThat(days.json().at("/total/calls").asInt()).isPositive();
        assertThat(must(operator.run("usage --tenant acme --by user --time-zone Europe/Berlin"))
                        .json()
                        .path("items")
                        .findValuesAsText("key"))
                .contains("frank");
        assertThat(must(operator.onTerminal(120).run("usage --tenant acme --by agent"))
                        .out())
                .containsPattern("AGENT +CALLS +AGENTS SENT +TOKENS +PEOPLE +AGENTS")
                .containsPattern("demo +\\d+ +\\d+ +\\d+ +[\\d.]+ min");
        assertThat(operator.run("usage --tenant acme --time-zone Mars").code()).isEqualTo(3);
        assertThat(acme.run("usage").err()).contains("usage:read");
    }

    @Test
    void a_tenant_without_a_livekit_is_told_how_to_set_one() {
        must(SCENE.operator().run("tenants create bare"));
        must(SCENE.operator().run("agents create demo --tenant bare --agent-name demo-worker"));

        Cli.Run refused = SCENE.operator().run("trigger demo --user alice --tenant bare");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains("\n  stagedoor credentials set livekit --server-url ", "code credential_missing");
    }

    @Test
    void an_operator_who_names_no_tenant_is_told_to() {
        Cli.Run refused = SCENE.operator().run("calls list");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("\n  name the tenant: --tenant acme\n");
    }
}
