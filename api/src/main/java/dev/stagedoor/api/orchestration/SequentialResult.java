// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a sequence of agents made of a task. */
public record SequentialResult(
        String pattern,
        String task,
        List<String> agents,
        List<Step> steps,

        @JsonPropertyDescription("The last agent's output; absent while a step is missing.") @Nullable
        String finalResult,

        @JsonPropertyDescription("The last output of each agent, by its name.")
        Map<String, String> agentResults,

        @JsonPropertyDescription("Why the final result ended: end_turn, or max_tokens where it was cut off.") @Nullable
        String finalStopReason) {
    /** One agent's turn. */
    public record Step(
            @JsonPropertyDescription("From 1.") int step,
            String agent,
            String input,
            String output,
            long durationMs,

            @JsonPropertyDescription("Why the model stopped: end_turn, or max_tokens where the answer was cut off.")
            @Nullable
            String stopReason) {}
}
