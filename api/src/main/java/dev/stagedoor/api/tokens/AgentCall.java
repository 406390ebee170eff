// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The call of an agent that a token's {@code room_config} names. */
public record AgentCall(
        @JsonPropertyDescription("The slug of the agent.") String agentSlug,

        @JsonPropertyDescription(
                "The call that is reserved until the token has expired, or that already has this agent in the room.")
        String callId) {}
