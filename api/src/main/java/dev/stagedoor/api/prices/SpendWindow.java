// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.prices;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What calls by phone cost in a day or a month. */
public record SpendWindow(
        Instant from,

        @JsonPropertyDescription("When the next one begins.")
        Instant until,

        @JsonPropertyDescription("What calls that began in it have cost, those that came in too.")
        double spent,

        @JsonPropertyDescription("What calls out in progress may still cost.")
        double held,

        @JsonPropertyDescription("The most that may be spent, as the dial settings say.") @Nullable
        Double cap,

        @JsonPropertyDescription("What another call out may cost; absent without a cap.") @Nullable
        Double left) {}
