// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A new session; only this response contains its token. */
public record SessionAnswer(
        @JsonPropertyDescription("ses_…, by which it is revoked.")
        String id,

        @JsonPropertyDescription("The same as session.token.") @Nullable
        String sessionToken,

        SessionToken session,
        String userId,
        Instant expiresAt,
        AgentAccess agentC) {
    /** Without the tokens. */
    @Override
    public String toString() {
        return "SessionAnswer[" + id + "]";
    }
}
