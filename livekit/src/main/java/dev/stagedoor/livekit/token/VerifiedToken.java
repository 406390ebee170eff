// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token with a verified signature and valid times.
 *
 * @param keyId the API key that signed it
 * @param grants its claims
 * @param notBefore {@code nbf}; LiveKit accepts tokens without it
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 * @param id {@code jti}
 */
public record VerifiedToken(
        String keyId,
        ClaimGrants grants,
        @Nullable Instant notBefore,
        @Nullable Instant issuedAt,
        Instant expiresAt,
        @Nullable String id) {

    /** The identity that LiveKit gives the holder: {@code sub}, or {@code jti} if that is empty. */
    public @Nullable String identity() {
        var subject = grants.identity();
        return subject == null || subject.isEmpty() ? id : subject;
    }
}
