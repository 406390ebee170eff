// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.budgets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A budget of models, and what was taken from it in the current window. */
public record ModelBudgetView(
        @JsonPropertyDescription("Absent: nothing is limited, and nothing is counted.") @Nullable
        ModelBudget limits,

        @JsonPropertyDescription("When the current window began.") @Nullable
        Instant windowStart,

        @JsonPropertyDescription("What calls have used.") Amounts used,

        @JsonPropertyDescription("What calls in progress may still use.")
        Amounts held) {
    /** Tokens, US dollars, calls, and the seconds that they took. */
    public record Amounts(long tokens, double cost, long calls, double seconds) {}
}
