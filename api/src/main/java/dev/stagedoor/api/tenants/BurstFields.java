// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** A rate limit, on each node. In a change, omitted fields keep their values. */
public record BurstFields(
        @JsonPropertyDescription("Requests per second, sustained") @Min(1) @Max(MOST) @Nullable
        Integer perSecond,

        @JsonPropertyDescription("Burst size, in requests") @Min(1) @Max(MOST) @Nullable
        Integer burst) {
    /** The largest number of either. */
    public static final int MOST = 100_000;
}
