// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.usage;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each tenant used in some days. */
public record PlatformUsage(
        @JsonPropertyDescription("The first day.") String from,
        @JsonPropertyDescription("The last day.") String to,

        @JsonPropertyDescription("The time zone in which days begin: UTC, Europe/Berlin, …")
        String timeZone,

        @JsonPropertyDescription("Tenants, oldest first, also those that used nothing.")
        List<Line> items,

        @JsonPropertyDescription("Where the next page begins; absent after the last.") @Nullable
        String next) {
    /** What one tenant used. */
    public record Line(
            @JsonPropertyDescription("The tenant's slug.") String tenant,

            @JsonPropertyDescription("Calls that began.") long calls,

            @JsonPropertyDescription("Agents that were sent for.")
            long dispatches,

            @JsonPropertyDescription("Time of people in rooms, each connection by itself.")
            long participantSeconds,

            @JsonPropertyDescription("Time of agents in rooms.")
            long agentSeconds,

            @JsonPropertyDescription("LiveKit tokens that were handed out.")
            long tokens) {}
}
