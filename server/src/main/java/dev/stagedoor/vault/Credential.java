package dev.stagedoor.vault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a credential, without its secret.
 *
 * @param id          {@code cred_…}, the same for all versions
 * @param version     counts up with every put, from 1
 * @param serverUrl   in its canonical form
 * @param fingerprint the secret's last four characters and a keyed hash of it
 * @param verifiedAt  when the provider accepted it; null if it was never asked
 * @param endedAt     when it stopped being pending or active
 * @param retiredAt   when nothing used it any more and its claims were given up
 */
public record Credential(
        CredentialKind kind,
        String id,
        long version,
        CredentialState state,
        String serverUrl,
        String apiKey,
        String fingerprint,
        Instant createdAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant endedAt,
        @Nullable Instant retiredAt) {}
