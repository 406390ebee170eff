// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.models;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What agents' workers called through leases. */
public record LeaseUsage(List<Row> items) {
    /** One agent, profile and model on one day. */
    public record Row(
            @JsonPropertyDescription("The day, in UTC: 2026-03-01.")
            String day,

            String agent,
            String profileId,
            String model,
            long calls,
            long inputTokens,
            long outputTokens,
            long cacheCreationInputTokens,
            long cacheReadInputTokens,

            @JsonPropertyDescription("US dollars, by the configured prices.")
            double cost) {}
}
