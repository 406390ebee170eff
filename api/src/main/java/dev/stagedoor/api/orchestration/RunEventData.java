// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an event of a run says; each kind of event has some of these fields. */
public record RunEventData(
        @Nullable String pattern,
        @Nullable String executionId,
        @Nullable List<String> agents,
        @Nullable String agent,

        @JsonPropertyDescription("What the agent does now, or a piece of its answer.") @Nullable
        String data,

        @Nullable Instant timestamp,
        @Nullable Long durationMs,

        @JsonPropertyDescription("What the provider counted of the call that has ended.") @Nullable
        Long inputTokens,

        @Nullable Long outputTokens,

        @JsonPropertyDescription("Why the model stopped: max_tokens where the answer was cut off.") @Nullable
        String stopReason,

        @JsonPropertyDescription("The run's last status.") @Nullable
        String status,

        @JsonPropertyDescription("The code of the problem that ended the run.") @Nullable
        String code,

        @JsonPropertyDescription("The problem, in words.") @Nullable
        String error,

        @JsonPropertyDescription("The result of the pattern.") @Nullable
        Object result) {}
