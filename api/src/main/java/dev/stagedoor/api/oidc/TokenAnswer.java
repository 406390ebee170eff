// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.sessions.AgentAccess;

/** What an exchanged token brings (RFC 8693, section 2.2.1). */
public record TokenAnswer(
        @JsonPropertyDescription("The token of a new session of the user: sd_ses_….")
        String accessToken,

        @JsonPropertyDescription("urn:ietf:params:oauth:token-type:access_token")
        String issuedTokenType,

        @JsonPropertyDescription("Bearer") String tokenType,

        @JsonPropertyDescription("How long the session lasts, in seconds; the exchanged token may end earlier.")
        long expiresIn,

        @JsonPropertyDescription("The session's first token for agents, and where to go with it.")
        AgentAccess agentC) {
    /** Without the tokens. */
    @Override
    public String toString() {
        return "TokenAnswer[" + expiresIn + "]";
    }
}
