// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One agent's answer. */
public record AgentStep(
        String agent,
        String result,
        long durationMs,

        @JsonPropertyDescription("Why the model stopped: end_turn, or max_tokens where the answer was cut off.")
        @Nullable
        String stopReason) {}
