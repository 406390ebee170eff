// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** The most that one run may use; what is not given is not limited. */
public record RunBudget(
        @JsonPropertyDescription("Tokens of input and output together.") @Min(1) @Max(MOST) @Nullable
        Long tokens,

        @JsonPropertyDescription("US dollars, by the configured prices.")
        @DecimalMin("0.000001")
        @DecimalMax("1000000")
        @Nullable
        Double cost,

        @JsonPropertyDescription("Calls of models.") @Min(1) @Max(MOST) @Nullable
        Long calls,

        @JsonPropertyDescription("Seconds that its calls may take together.") @Min(1) @Max(MOST) @Nullable
        Long seconds,

        @JsonPropertyDescription("Calls at the same time.") @Min(1) @Max(100) @Nullable
        Long concurrency) {
    /** The largest number. */
    public static final long MOST = 1_000_000_000;
}
