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

        long durationMs,
        UsageFields usage,
        Instant endedAt) {}
