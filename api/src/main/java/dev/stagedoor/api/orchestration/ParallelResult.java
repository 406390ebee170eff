// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several agents' answers to the same task. */
public record ParallelResult(
        String pattern,
        String task,
        List<String> agents,
        @Nullable String aggregator,
        List<AgentStep> agentSteps,

        @JsonPropertyDescription("Each agent's answer, by its name.")
        Map<String, String> individualResults,

        @JsonPropertyDescription("The aggregator's answer; absent without an aggregator.") @Nullable
        String aggregatedResult,

        @Nullable Long aggregationDurationMs,

        @JsonPropertyDescription("Why the aggregated result ended: end_turn, or max_tokens where it was cut off.")
        @Nullable
        String finalStopReason) {}
