// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run: one orchestration. */
public record RunView(
        @JsonPropertyDescription("run_….") String executionId,

        @JsonPropertyDescription("sequential, debate, hierarchical, parallel or routing.")
        String pattern,

        @JsonPropertyDescription("running, completed, failed, cancelled or interrupted.")
        String status,

        @JsonPropertyDescription("Why it did not complete, by code.") @Nullable
        String error,

        @JsonPropertyDescription("Why it did not complete.") @Nullable
        String detail,

        @JsonPropertyDescription("The result of the pattern, partial unless it completed.") @Nullable
        Object result,

        @JsonPropertyDescription("anthropic, gateway or sandbox.")
        String provider,

        @Nullable String userId,
        String profileId,
        long profileVersion,
        UsageFields usage,

        @JsonPropertyDescription("Its calls; only in the response for a single run.") @Nullable
        List<StepView> steps,

        long durationMs,
        Instant createdAt,
        @Nullable Instant endedAt) {}
