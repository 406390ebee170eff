// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Things created exactly once although the answer was lost. */
class LostAnswerTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static Cli acme;

    @BeforeAll
    static void a_tenant_with_an_agent() {
        SCENE.acme();
        acme = SCENE.tenant("acme");
    }

    @Test
    void a_trigger_whose_answer_is_lost_is_one_call_and_is_answered() throws Exception {
        try (LossyWay way = new LossyWay(SCENE.server().url())) {
            Cli.Run call = must(acme.with("STAGEDOOR_URL", way.url()).run("trigger demo --user alice --wait joined"));

            assertThat(way.connections()).isEqualTo(2);
            assertThat(call.at("/dispatch/status")).isEqualTo("joined");
            assertThat(call.at("/participant_token")).isNotEmpty();
            assertThat(must(acme.run("calls list")).json().at("/items").findValuesAsText("id"))
                    .containsExactly(call.at("/call_id"));
            assertThat(must(acme.run("dispatches list")).json().at("/items")).hasSize(1);
        }
    }

    @Test
    void an_agent_whose_answer_is_lost_is_created_and_not_said_to_be_taken() throws Exception {
        try (LossyWay way = new LossyWay(SCENE.server().url())) {
            Cli.Run created =
                    must(acme.with("STAGEDOOR_URL", way.url()).run("agents create second --agent-name demo-worker"));

            assertThat(way.connections()).isEqualTo(2);
            assertThat(created.at("/slug")).isEqualTo("second");
        }
        assertThat(acme.run("agents create second --agent-name demo-worker").code())
                .isEqualTo(3);
    }
}
