// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the specialists that a router chose made of a task. */
public record RoutingResult(
        String pattern,
        String task,
        String router,
        List<String> availableSpecialists,

        @JsonPropertyDescription("The router's decision, as it gave it.") @Nullable
        String routingDecision,

        List<String> selectedAgents,
        String reasoning,
        long routingDurationMs,
        List<AgentStep> executionSteps,

        @JsonPropertyDescription("Each specialist's answer, by its name.")
        Map<String, String> results,

        @JsonPropertyDescription("Whether the decision could not be used, and the first specialist was chosen.")
        boolean fallback,

        @JsonPropertyDescription("One answer: the specialist's, or the router's merger of several.") @Nullable
        String finalResult,

        @JsonPropertyDescription("Why the final result ended: end_turn, or max_tokens where it was cut off.") @Nullable
        String finalStopReason) {}
