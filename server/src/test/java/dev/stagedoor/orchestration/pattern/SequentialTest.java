// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import static dev.stagedoor.orchestration.pattern.Play.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.orchestration.SequentialResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequentialTest {
    private final Sequential pattern =
            new Sequential(Prompt.of("Write a poem."), List.of(agent("Writer"), agent("Critic"), agent("Writer2")));

    @Test
    void each_agent_works_on_the_output_of_the_one_before() {
        Play play = Play.of(pattern, Map.of());

        assertThat(play.waves())
                .containsExactly(List.of("step-1/Writer"), List.of("step-2/Critic"), List.of("step-3/Writer2"));
        assertThat(play.asked("step-1/Writer")).isEqualTo("Write a poem.");
        assertThat(play.asked("step-2/Critic")).contains("(Writer)").contains("<step-1/Writer>");
        assertThat(play.asked("step-3/Writer2")).contains("(Critic)").contains("<step-2/Critic>");
    }

    @Test
    void the_result_shows_the_input_of_each_step_not_its_output() {
        SequentialResult result = pattern.result(Play.of(pattern, Map.of()).answers());

        assertThat(result.steps()).extracting(SequentialResult.Step::step).containsExactly(1, 2, 3);
        assertThat(result.steps().getFirst().input()).isEqualTo("Write a poem.");
        assertThat(result.steps().getLast().input()).contains("<step-2/Critic>");
        assertThat(result.steps().getLast().durationMs()).isEqualTo(7);
        assertThat(result.finalResult()).isEqualTo("<step-3/Writer2>");
        assertThat(result.agentResults()).containsEntry("Critic", "<step-2/Critic>");
    }

    @Test
    void an_agent_may_come_twice() {
        Sequential twice = new Sequential(Prompt.of("Go."), List.of(agent("A"), agent("B"), agent("A")));

        Play play = Play.of(twice, Map.of());

        assertThat(play.calls()).isEqualTo(3);
        assertThat(twice.result(play.answers()).agentResults()).containsEntry("A", "<step-3/A>");
    }

    @Test
    void a_failed_step_is_passed_over_and_shown_as_missing() {
        Play play = Play.of(pattern, Map.of("step-2/Critic", Play.failed("step-2/Critic")));

        assertThat(play.asked("step-3/Writer2")).contains("(Writer)").contains("<step-1/Writer>");
        assertThat(pattern.result(play.answers()).steps())
                .extracting(SequentialResult.Step::agent)
                .containsExactly("Writer", "Writer2");
    }

    @Test
    void without_its_last_step_it_has_no_final_result() {
        Answers some = Answers.of(List.of(Play.text("step-1/Writer", "Roses")));

        SequentialResult result = pattern.result(some);

        assertThat(result.finalResult()).isNull();
        assertThat(result.agentResults()).containsEntry("Writer", "Roses");
    }
}
