// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A part of a call by phone that has a price. */
public record CostLeg(
        CostKind kind,

        @JsonPropertyDescription("What it has cost; absent before that is settled.") @Nullable
        Double amount,

        @JsonPropertyDescription("How long it lasted from its answer on; absent before that is settled.") @Nullable
        Long seconds,

        @JsonPropertyDescription("The seconds that are charged.") @Nullable
        Long billedSeconds,

        @JsonPropertyDescription(
                "The price by which it is charged, as it was when the call began; of the prefix, no more digits than a"
                        + " masked number shows, unless the key has the scope pii:read.")
        CallPrice price) {}
