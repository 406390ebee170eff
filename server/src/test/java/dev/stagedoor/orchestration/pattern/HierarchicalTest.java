// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import static dev.stagedoor.orchestration.pattern.Play.agent;
import static dev.stagedoor.orchestration.pattern.Play.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.orchestration.HierarchicalResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HierarchicalTest {
    private static final String PLAN = """
            {"subtasks": [{"worker": "Cook", "task": "Cook."}, {"worker": "Waiter", "task": "Serve."},
                          {"worker": "Cook", "task": "Clean."}]}""";
    private final Hierarchical pattern = new Hierarchical(
            new Prompt(List.of(new Prompt.Text("Run a dinner.", false), new Prompt.Image("image/png", "AAAA"))),
            agent("Chef"),
            List.of(agent("Cook", "cooks\n well"), agent("Waiter")));

    @Test
    void the_manager_plans_the_workers_work_side_by_side_and_the_manager_answers() {
        Play play = Play.of(pattern, Map.of("plan", form("plan", PLAN)));

        assertThat(play.waves())
                .containsExactly(
                        List.of("plan"), List.of("work-1/Cook", "work-2/Waiter", "work-3/Cook"), List.of("synthesis"));
        assertThat(play.asked("plan")).contains("Run a dinner.", "Cook: cooks well", "Waiter: You are Waiter.");
        assertThat(play.asked("work-2/Waiter")).isEqualTo("Serve.");
        assertThat(play.asked("synthesis")).contains("Run a dinner.", "<work-1/Cook>", "Clean.");
    }

    @Test
    void a_worker_with_two_subtasks_keeps_both_results() {
        HierarchicalResult result = pattern.result(
                Play.of(pattern, Map.of("plan", form("plan", PLAN))).answers());

        assertThat(result.workerSteps())
                .extracting(HierarchicalResult.WorkerStep::task)
                .containsExactly("Cook.", "Serve.", "Clean.");
        assertThat(result.workerResults().get("Cook")).contains("<work-1/Cook>", "<work-3/Cook>");
        assertThat(result.delegation()).contains("subtasks");
        assertThat(result.fallback()).isFalse();
        assertThat(result.finalResult()).isEqualTo("<synthesis>");
    }

    @Test
    void the_form_allows_the_workers_only_so_the_manager_is_none() {
        assertThat(Objects.requireNonNull(pattern.next(Answers.NONE).getFirst().form())
                        .schema()
                        .toString())
                .contains("\"enum\":[\"Cook\",\"Waiter\"]");
    }

    @Test
    void workers_see_the_images_of_the_task() {
        List<ModelCall> working = pattern.next(Answers.of(List.of(form("plan", PLAN))));

        assertThat(working)
                .allSatisfy(call -> assertThat(call.prompt().parts()).anyMatch(Prompt.Image.class::isInstance));
    }

    @Test
    void a_plan_that_does_not_fit_is_repaired_once() {
        Play play = Play.of(
                pattern,
                Map.of(
                        "plan", form("plan", "{\"subtasks\": [{\"worker\": \"Chef\", \"task\": \"x\"}]}"),
                        "plan-repair", form("plan-repair", PLAN)));

        assertThat(play.asked("plan-repair"))
                .contains("worker must be one of Cook, Waiter")
                .contains("\"Chef\"");
        assertThat(pattern.result(play.answers()).fallback()).isFalse();
        assertThat(pattern.result(play.answers()).delegationDurationMs()).isEqualTo(14);
    }

    @Test
    void a_planner_that_answers_prose_twice_gives_each_worker_the_whole_task_and_says_so() {
        Play play = Play.of(pattern, Map.of());

        assertThat(play.waves())
                .containsExactly(
                        List.of("plan"),
                        List.of("plan-repair"),
                        List.of("work-1/Cook", "work-2/Waiter"),
                        List.of("synthesis"));
        assertThat(play.asked("work-1/Cook")).isEqualTo("Run a dinner.");
        assertThat(pattern.result(play.answers()).fallback()).isTrue();
    }

    @Test
    void no_plan_makes_more_calls_than_was_reserved() {
        String subtask = "{\"worker\": \"Cook\", \"task\": \"x\"},";
        String longest = subtask.repeat(Hierarchical.MOST_SUBTASKS);
        String tooLong =
                "{\"subtasks\": [" + longest + subtask.replace(",{", "").replaceAll(",$", "") + "]}";
        String most = "{\"subtasks\": [" + longest.replaceAll(",$", "") + "]}";

        Play play = Play.of(pattern, Map.of("plan", form("plan", tooLong), "plan-repair", form("plan-repair", most)));

        assertThat(play.calls()).isEqualTo(pattern.mostCalls());
        assertThat(play.asked("plan-repair")).contains("1 to 32");
    }

    @Test
    void a_failed_worker_is_named_to_the_manager() {
        Play play = Play.of(pattern, Map.of("plan", form("plan", PLAN), "work-2/Waiter", Play.failed("work-2/Waiter")));

        assertThat(play.asked("synthesis")).contains("[Waiter] Serve.\nResult:\n(The worker failed.)");
        assertThat(pattern.result(play.answers()).workerResults()).containsOnlyKeys("Cook");
    }
}
