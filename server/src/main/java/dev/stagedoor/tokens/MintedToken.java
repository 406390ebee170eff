// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.AgentCall;
import java.time.Instant;
import java.util.List;

/** A token that may be returned: its audit entry is durable. {@code calls} are those of the agents that it asked for. */
public record MintedToken(
        String serverUrl, String jwt, String room, String name, Instant expiresAt, List<AgentCall> calls) {
    public MintedToken {
        calls = List.copyOf(calls);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "MintedToken[room=" + room + ", expiresAt=" + expiresAt + "]";
    }
}
