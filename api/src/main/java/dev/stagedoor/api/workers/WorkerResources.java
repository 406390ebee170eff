// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** The most that one worker may use. */
public record WorkerResources(
        @JsonPropertyDescription("CPUs, as 0.5; 1 by default.") @DecimalMin("0.01") @DecimalMax("256") @Nullable
        Double cpu,

        @JsonPropertyDescription("Memory in MiB; 1024 by default.") @Min(16) @Max(1_048_576) @Nullable
        Integer memoryMb,

        @JsonPropertyDescription("Processes and threads; 512 by default.") @Min(1) @Max(32_768) @Nullable
        Integer pids) {}
