// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.budgets;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.orchestration.UsageFields;
import java.util.List;

/** What the calls of a tenant's runs, model leases and text agents have used; by user, those of runs only. */
public record ModelUsage(
        @JsonPropertyDescription("The first day, in UTC.") String from,
        @JsonPropertyDescription("The last day, in UTC.") String to,

        @JsonPropertyDescription(
                "Days in their order; agents, profiles and users with the dearest first, 1000 at most.")
        List<Line> items) {
    /** One day, agent, profile or user. */
    public record Line(
            @JsonPropertyDescription(
                    "The day, the agent's name, the profile's id or the user's; empty: the tenant itself.")
            String name,

            long runs,
            long calls,
            UsageFields usage) {}
}
