// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.budgets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.tenants.BudgetWindow;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** The most that all runs and leases of a tenant or of one profile may use together; what is not given is unlimited. */
public record ModelBudget(
        @JsonPropertyDescription("The window that the numbers apply to; a day if not given.") @Nullable
        BudgetWindow window,

        @JsonPropertyDescription("Tokens of input and output together.") @Min(0) @Max(MOST) @Nullable
        Long tokens,

        @JsonPropertyDescription("US dollars, by the configured prices.")
        @DecimalMin("0")
        @DecimalMax("1000000")
        @Nullable
        Double cost,

        @JsonPropertyDescription("Calls of models.") @Min(0) @Max(MOST) @Nullable
        Long calls,

        @JsonPropertyDescription("Seconds that calls may take together.") @Min(0) @Max(MOST) @Nullable
        Long seconds,

        @JsonPropertyDescription("Calls at the same time.") @Min(0) @Max(100_000) @Nullable
        Long concurrency) {
    /** The largest number. */
    public static final long MOST = 1_000_000_000;
}
