// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.usage;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What was used by one day, agent or user. */
public record UsageLine(
        @JsonPropertyDescription("The day (2026-11-28), the agent's slug, the user's id; total.")
        String key,

        @JsonPropertyDescription("Calls that began.") long calls,

        @JsonPropertyDescription("Agents that were sent for.")
        long dispatches,

        @JsonPropertyDescription("Time of people in rooms, each connection by itself.")
        long participantSeconds,

        @JsonPropertyDescription("Time of agents in rooms.") long agentSeconds,

        @JsonPropertyDescription(
                "LiveKit tokens that were handed out; by agent, those that name one; not counted by user.")
        @Nullable
        Long tokens,

        @JsonPropertyDescription("What calls by phone that began cost, in US dollars, as far as that is settled.")
        double cost) {}
