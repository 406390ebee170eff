// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import static dev.stagedoor.orchestration.pattern.Play.agent;
import static dev.stagedoor.orchestration.pattern.Play.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.orchestration.RoutingResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final Routing pattern = new Routing(
            Prompt.of("My invoice is wrong."),
            agent("Desk"),
            List.of(agent("Billing", "invoices and refunds"), agent("Support"), agent("Sales")));

    private static Answer choice(String key, String... names) {
        String list = names.length == 0 ? "" : "\"" + String.join("\", \"", names) + "\"";
        return form(key, "{\"selected_agents\": [" + list + "], \"reasoning\": \"It is about money.\"}");
    }

    @Test
    void the_router_sees_what_each_specialist_is_good_at() {
        Play play = Play.of(pattern, Map.of("choice", choice("choice", "Billing")));

        assertThat(play.asked("choice")).contains("Billing: invoices and refunds", "Sales: You are Sales.");
    }

    @Test
    void one_specialist_answers_for_itself() {
        Play play = Play.of(pattern, Map.of("choice", choice("choice", "Billing")));

        RoutingResult result = pattern.result(play.answers());
        assertThat(play.waves()).containsExactly(List.of("choice"), List.of("agent/Billing"));
        assertThat(result.selectedAgents()).containsExactly("Billing");
        assertThat(result.reasoning()).isEqualTo("It is about money.");
        assertThat(result.finalResult()).isEqualTo("<agent/Billing>");
        assertThat(result.fallback()).isFalse();
    }

    @Test
    void several_specialists_work_side_by_side_and_the_router_merges() {
        Play play = Play.of(pattern, Map.of("choice", choice("choice", "Sales", "Billing", "Sales")));

        assertThat(play.waves())
                .containsExactly(List.of("choice"), List.of("agent/Sales", "agent/Billing"), List.of("merge"));
        assertThat(play.asked("merge")).contains("<agent/Sales>", "<agent/Billing>", "My invoice is wrong.");
        assertThat(pattern.result(play.answers()).finalResult()).isEqualTo("<merge>");
        assertThat(pattern.result(play.answers()).results()).containsOnlyKeys("Sales", "Billing");
    }

    @Test
    void a_router_that_picks_nobody_is_asked_again_and_then_the_first_specialist_works_said_aloud() {
        Play play =
                Play.of(pattern, Map.of("choice", choice("choice"), "choice-repair", choice("choice-repair", "Desk")));

        assertThat(play.asked("choice-repair")).contains("at least one specialist");
        RoutingResult result = pattern.result(play.answers());
        assertThat(result.selectedAgents()).containsExactly("Billing");
        assertThat(result.fallback()).isTrue();
        assertThat(result.reasoning()).isEqualTo("The router's choice could not be used.");
    }

    @Test
    void a_router_whose_call_failed_is_not_asked_again() {
        Play play = Play.of(pattern, Map.of("choice", Play.failed("choice")));

        assertThat(play.waves()).containsExactly(List.of("choice"), List.of("agent/Billing"));
        assertThat(pattern.result(play.answers()).fallback()).isTrue();
    }
}
