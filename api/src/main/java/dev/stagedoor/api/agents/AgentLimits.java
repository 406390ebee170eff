// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.agents;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Limits of an agent's calls. */
public record AgentLimits(
        @JsonPropertyDescription("The longest a call may last, in minutes; 60 by default.") @Min(1) @Max(1440) @Nullable
        Integer maxCallMinutes,

        @JsonPropertyDescription(
                "How long the agent may take to join once a worker has taken its job, in seconds; 45 by default.")
        @Min(1)
        @Max(600)
        @Nullable
        Integer joinTimeoutSeconds) {}
