// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import java.time.Instant;

/** A token that may be returned: its audit entry is durable. */
public record MintedToken(String serverUrl, String jwt, String room, String name, Instant expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
        return "MintedToken[room=" + room + ", expiresAt=" + expiresAt + "]";
    }
}
