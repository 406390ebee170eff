package dev.stagedoor.livekit.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token whose signature and times hold.
 *
 * @param keyId the API key that signed it
 * @param grants what it says
 * @param notBefore {@code nbf}; LiveKit takes tokens without it
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

    /** Who LiveKit takes the holder for: the {@code sub}, and the {@code jti} where that is empty. */
    public @Nullable String identity() {
        var subject = grants.identity();
        return subject == null || subject.isEmpty() ? id : subject;
    }
}
