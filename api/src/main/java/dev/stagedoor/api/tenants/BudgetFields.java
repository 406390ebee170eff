// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What a tenant may use in one window. In a change, omitted fields keep their values. */
public record BudgetFields(
        @JsonPropertyDescription("The window that the numbers apply to") @Nullable
        BudgetWindow window,

        @JsonPropertyDescription("Tokens per window") @Min(0) @Max(MOST) @Nullable
        Long tokens,

        @JsonPropertyDescription("Dispatches per window") @Min(0) @Max(MOST) @Nullable
        Long dispatches,

        @JsonPropertyDescription("Minutes of agent time per window") @Min(0) @Max(MOST) @Nullable
        Long minutes) {
    /** The largest number, and the default. */
    public static final long MOST = 1_000_000_000;
}
