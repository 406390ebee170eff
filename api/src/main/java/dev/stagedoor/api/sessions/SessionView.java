// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An app user's session, without its token. */
public record SessionView(
        String id,
        String userId,
        @Nullable String device,

        @JsonPropertyDescription("The API key that opened it.")
        String openedBy,

        Instant createdAt,
        Instant expiresAt,

        @JsonPropertyDescription("When it was revoked; null if it was not.") @Nullable
        Instant revokedAt) {}
