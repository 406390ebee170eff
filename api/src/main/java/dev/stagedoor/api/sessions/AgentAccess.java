// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a page needs to reach agents: a short-lived token, and where to go with it. */
public record AgentAccess(
        @JsonPropertyDescription("A signed token of the session; its keys are at /.well-known/jwks.json.")
        @JsonProperty("agent_c_token")
        String agentCToken,

        @JsonPropertyDescription("The same as agent_c_token.")
        String token,

        @JsonPropertyDescription("The WebSocket to connect to.")
        String websocketUrl,

        @JsonPropertyDescription("Not given: this server has no HeyGen avatars.") @Nullable
        String heygenToken,

        @JsonPropertyDescription("When the token ends, in Unix seconds.")
        long expiresAt,

        List<String> agents,
        List<String> voices,
        List<String> avatars) {
    /** Without the token. */
    @Override
    public String toString() {
        return "AgentAccess[" + websocketUrl + ", " + expiresAt + "]";
    }
}
