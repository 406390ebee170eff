// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** How many workers an agent is to have from now on. */
public record WorkerScale(
        @JsonPropertyDescription("From replicas.min to replicas.max; workers that are too many finish their calls.")
        @NotNull
        @Min(0)
        @Max(1000)
        Integer replicas) {}
