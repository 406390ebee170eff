// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a credential, without its secret.
 *
 * @param id          {@code cred_…}, the same for all versions
 * @param attributes  what its kind shows beside the secret, such as a server's url
 * @param fingerprint the secret's last four characters and a keyed hash of it
 */
public record Credential(
        CredentialRef ref,
        String id,
        long version,
        CredentialState state,
        Map<String, String> attributes,
        String fingerprint,
        Times times) {
    public Credential {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Its life so far.
     *
     * @param verifiedAt when the provider accepted it; null if it was not verified
     * @param endedAt    when it stopped being pending or active
     * @param retiredAt  when its last use ended and its claims were released
     * @param expiresAt  when it ends at its provider, as its tenant says; null if nothing was said
     */
    public record Times(
            Instant createdAt,
            @Nullable Instant verifiedAt,
            @Nullable Instant endedAt,
            @Nullable Instant retiredAt,
            @Nullable Instant expiresAt) {
        private static final List<Duration> REMINDERS =
                List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1), Duration.ZERO);

        /** The first reminder after that time of something that ends then; null if there is none. */
        static @Nullable Instant reminder(@Nullable Instant expiresAt, Instant after) {
            if (expiresAt == null) {
                return null;
            }
            return REMINDERS.stream()
                    .map(expiresAt::minus)
                    .filter(at -> at.isAfter(after))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Which one it is. */
    CredentialVersion which() {
        return ref.version(version);
    }
}
