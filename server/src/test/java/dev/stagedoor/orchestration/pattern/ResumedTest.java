// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import static dev.stagedoor.orchestration.pattern.Play.agent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is taken over goes on from its stored answers as if nothing had happened (R3). */
class ResumedTest {
    private static final Prompt TASK = Prompt.of("Go.");

    static List<Pattern> patterns() {
        List<Agent> agents = List.of(agent("A"), agent("B"), agent("C"));
        return List.of(
                new Sequential(TASK, agents),
                new Debate("Go?", agents, 3, agent("J"), true),
                new Hierarchical(TASK, agent("M"), agents),
                new Parallel(TASK, agents, agent("E")),
                new Routing(TASK, agent("R"), agents));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void from_any_stored_part_it_makes_the_calls_that_are_missing_and_ends_alike(Pattern pattern) {
        List<Answer> given = new ArrayList<>();
        Play whole = Play.of(pattern, call -> {
            Answer answer = Play.text(call.key(), "<" + call.key() + ">");
            given.add(answer);
            return answer;
        });

        for (int kept = 0; kept <= given.size(); kept++) {
            Answers stored = Answers.of(given.subList(0, kept));
            List<Answer> after = new ArrayList<>(given.subList(0, kept));
            for (List<ModelCall> open = pattern.next(stored); !open.isEmpty(); open = pattern.next(stored)) {
                for (ModelCall call : open) {
                    Answer answer = Play.text(call.key(), "<" + call.key() + ">");
                    after.add(answer);
                    stored = stored.with(answer);
                }
            }
            assertThat(after).isEqualTo(given);
            assertThat(pattern.result(stored)).isEqualTo(pattern.result(whole.answers()));
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void it_never_makes_more_calls_than_it_says(Pattern pattern) {
        assertThat(Play.of(pattern, Map.of()).calls()).isLessThanOrEqualTo(pattern.mostCalls());
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void a_result_can_be_had_at_any_time(Pattern pattern) {
        assertThat(pattern.result(Answers.NONE))
                .hasNoNullFieldsOrPropertiesExcept(
                        "finalResult",
                        "finalStopReason",
                        "convergedAfterRound",
                        "judge",
                        "delegation",
                        "aggregatedResult",
                        "aggregationDurationMs",
                        "routingDecision");
    }
}
