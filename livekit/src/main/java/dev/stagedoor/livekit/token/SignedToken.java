// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import java.time.Instant;

/**
 * A token and its metadata.
 *
 * @param jwt the token itself: its holder's secret
 * @param id its {@code jti}
 * @param notBefore its {@code nbf} and {@code iat}, whole seconds
 * @param expiresAt its {@code exp}, whole seconds
 */
public record SignedToken(String jwt, String id, Instant notBefore, Instant expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
        return "SignedToken[id=" + id + ", expiresAt=" + expiresAt + "]";
    }
}
