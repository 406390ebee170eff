// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** LiveKit's RoomAgentDispatch, as its clients send it. */
public record RoomAgent(
        @JsonPropertyDescription(
                "The slug of one of the tenant's agents, or the LiveKit agent_name of one; empty asks for none.")
        @JsonAlias("agentName")
        @Size(max = 256)
        @Nullable
        String agentName,

        @JsonPropertyDescription("For the agent: a JSON object, or text, which is passed on in the field \"metadata\".")
        @Size(max = 65_536)
        @Nullable
        String metadata) {}
