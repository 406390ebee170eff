// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.numbers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A phone number of a tenant. */
public record NumberView(
        @JsonPropertyDescription("The number in E.164.") String number,

        @JsonPropertyDescription("The number as it is written at home.")
        String formatted,

        @JsonPropertyDescription("The ISO 3166 code of its country; absent if it is no country's.") @Nullable
        String country,

        @JsonPropertyDescription("The agent that answers it.")
        String agentSlug,

        NumberState state,

        @JsonPropertyDescription(
                "Who said that it is the tenant's: operator, or the carrier; absent until somebody has.")
        @Nullable
        String confirmedBy,

        @Nullable Instant confirmedAt,
        Instant createdAt,
        Instant updatedAt) {}
