// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.prices;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a tenant's calls by phone cost, by its prices; the carriers' own bills may differ. */
public record CallSpend(
        @JsonPropertyDescription("USD: what all amounts are in.")
        String currency,

        @JsonPropertyDescription("UTC: where days and months begin.")
        String timeZone,

        SpendWindow today,
        SpendWindow month,

        @JsonPropertyDescription("The most that one call out may cost, as the dial settings say.") @Nullable
        Double perCall) {}
