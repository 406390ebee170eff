// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** How many workers run. */
public record WorkerReplicas(
        @JsonPropertyDescription("How many run unless they are scaled, and the fewest they can be scaled to.")
        @Min(0)
        @Max(1000)
        int min,

        @JsonPropertyDescription("The most they can be scaled to; min by default.") @Min(0) @Max(1000) @Nullable
        Integer max) {}
