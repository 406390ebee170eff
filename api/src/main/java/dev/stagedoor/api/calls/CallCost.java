// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What a call by phone costs by the tenant's prices; the carrier's own bill may differ. */
public record CallCost(
        @JsonPropertyDescription("What it has cost, as far as that is settled.")
        double amount,

        @JsonPropertyDescription("What is held for what may still come.")
        double held,

        @JsonPropertyDescription("USD.") String currency,

        @JsonPropertyDescription("The seconds that are charged, of all its legs.")
        long billedSeconds,

        @JsonPropertyDescription("Whether nothing more comes.")
        boolean settled,

        @JsonPropertyDescription("The call itself, and the transfers of it.")
        List<CostLeg> legs) {}
