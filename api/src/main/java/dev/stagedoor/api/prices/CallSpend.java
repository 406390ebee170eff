// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.prices;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a tenant's calls by phone cost, by its prices; the carriers' own bills may differ. */
public record CallSpend(
        @JsonPropertyDescription("USD: what all amounts are in.") String currency,
        @JsonPropertyDescription("UTC: where days and months begin.") String timeZone,
        Window today,
        Window month,

        @JsonPropertyDescription("The most that one call out may cost, as the dial settings say.") @Nullable
        Double perCall) {
    /** A day or a month. */
    public record Window(
            Instant from,
            @JsonPropertyDescription("When the next one begins.") Instant until,

            @JsonPropertyDescription("What calls that began in it have cost, those that came in too.")
            double spent,

            @JsonPropertyDescription("What calls out in progress may still cost.")
            double held,

            @JsonPropertyDescription("The most that may be spent, as the dial settings say.") @Nullable
            Double cap,

            @JsonPropertyDescription("What another call out may cost; absent without a cap.") @Nullable
            Double left) {}
}
