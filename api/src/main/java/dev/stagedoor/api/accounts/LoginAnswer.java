// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.sessions.AgentAccess;
import dev.stagedoor.api.sessions.SessionToken;
import org.jspecify.annotations.Nullable;

/** A login: the session, its user, and what their page needs to reach agents. */
public record LoginAnswer(
        @JsonPropertyDescription("The same as session.token.") @Nullable
        String sessionToken,

        SessionToken session,
        AccountUser user,
        AgentAccess agentC) {
    /** Without the tokens. */
    @Override
    public String toString() {
        return "LoginAnswer[" + user + "]";
    }
}
