// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a manager's workers made of a task. */
public record HierarchicalResult(
        String pattern,
        String task,
        String manager,
        List<String> workers,

        @JsonPropertyDescription("The manager's plan, as it gave it.") @Nullable
        String delegation,

        long delegationDurationMs,
        List<WorkerStep> workerSteps,

        @JsonPropertyDescription("Each worker's results, by its name.")
        Map<String, String> workerResults,

        @JsonPropertyDescription("Whether the plan could not be used, and each worker was given the whole task.")
        boolean fallback,

        long synthesisDurationMs,

        @JsonPropertyDescription("The manager's synthesis.") @Nullable
        String finalResult,

        @JsonPropertyDescription("Why the final result ended: end_turn, or max_tokens where it was cut off.") @Nullable
        String finalStopReason) {
    /** One subtask. */
    public record WorkerStep(
            String worker,
            String task,
            String result,
            long durationMs,

            @JsonPropertyDescription("Why the model stopped: end_turn, or max_tokens where the answer was cut off.")
            @Nullable
            String stopReason) {}
}
