// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import static dev.stagedoor.orchestration.pattern.Play.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.orchestration.ParallelResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private final List<Agent> two = List.of(agent("Ada"), agent("Bo"));
    private final Parallel alone = new Parallel(Prompt.of("Name a color."), two, null);
    private final Parallel merged = new Parallel(Prompt.of("Name a color."), two, agent("Editor"));

    @Test
    void all_agents_work_at_once_on_the_same_task() {
        Play play = Play.of(alone, Map.of());

        assertThat(play.waves()).containsExactly(List.of("agent/Ada", "agent/Bo"));
        assertThat(play.asked("agent/Bo")).isEqualTo("Name a color.");
        ParallelResult result = alone.result(play.answers());
        assertThat(result.individualResults()).containsOnlyKeys("Ada", "Bo");
        assertThat(result.aggregatedResult()).isNull();
        assertThat(result.aggregationDurationMs()).isNull();
    }

    @Test
    void the_aggregator_is_given_all_answers_and_the_task() {
        Play play = Play.of(merged, Map.of("agent/Bo", Play.failed("agent/Bo")));

        assertThat(play.calls()).isEqualTo(merged.mostCalls());
        assertThat(play.asked("aggregate"))
                .contains("Name a color.", "[Ada]\n<agent/Ada>", "[Bo]\n(The agent failed.)");
        assertThat(merged.result(play.answers()).aggregatedResult()).isEqualTo("<aggregate>");
    }

    @Test
    void the_calls_that_are_open_stay_open_until_they_are_answered() {
        Answers one = Answers.of(List.of(Play.text("agent/Bo", "Blue")));

        assertThat(merged.next(one)).extracting(ModelCall::key).containsExactly("agent/Ada");
    }
}
