// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One call of a run. */
public record StepView(
        @JsonPropertyDescription("Which call of the run: step-1/Writer, round-2/Critic, plan.")
        String key,

        String agent,

        @JsonPropertyDescription("executing, delegating, synthesizing, aggregating, routing or judging.")
        String activity,

        @JsonPropertyDescription("The code of the problem, if it failed.") @Nullable
        String error,

        @JsonPropertyDescription(
                "Why the model stopped: end_turn, tool_use, or max_tokens where the answer was cut off; absent if it"
                        + " failed.")
        @Nullable
        String stopReason,

        long durationMs,
        UsageFields usage,
        Instant endedAt) {}
