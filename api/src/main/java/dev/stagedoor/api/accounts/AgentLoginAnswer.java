// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A login in the form of Agent C's own: a token for agents alone. */
public record AgentLoginAnswer(
        @JsonPropertyDescription("A signed token of a new session.") @JsonProperty("agent_c_token")
        String agentCToken,

        @JsonPropertyDescription("The WebSocket to connect to.")
        String websocketUrl,

        @JsonPropertyDescription("When the token ends, in Unix seconds.")
        long expiresAt,

        @JsonPropertyDescription("Not given: this server has no HeyGen avatars.") @Nullable
        String heygenToken) {
    /** Without the token. */
    @Override
    public String toString() {
        return "AgentLoginAnswer[" + websocketUrl + ", " + expiresAt + "]";
    }
}
