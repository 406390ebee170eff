// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.access.KeyHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session of an app user.
 *
 * @param id     {@code ses_…}
 * @param user   the tenant's own id of the user
 * @param device what the user sees of it in the list of their sessions; empty if nobody said
 */
public record Session(String id, String user, String device, Maker maker, Tokens tokens, Life life) {
    /** By what it was opened, and with which it ends (K1). */
    record Maker(Kind kind, String id) {
        enum Kind {
            /** An API key of the tenant. */
            KEY,
            /** An operator's API key, one of the platform. */
            OPERATOR,
            /** A host name of the tenant, at which a user signed in. */
            HOST
        }
    }

    /**
     * The hashes of its tokens. One that was replaced works for a short while, for requests that were under way.
     *
     * @param replacedAt when {@code previous} was replaced
     */
    record Tokens(
            KeyHash current,
            @Nullable KeyHash previous,
            @Nullable Instant replacedAt) {
        boolean isCurrent(KeyHash token) {
            return token.equals(current);
        }

        boolean wasReplacedAfter(KeyHash token, Instant time) {
            return token.equals(previous) && replacedAt != null && replacedAt.isAfter(time);
        }
    }

    /** From when to when it may be used. */
    public record Life(
            Instant createdAt, Instant expiresAt, @Nullable Instant revokedAt) {}

    boolean worksAt(Instant now) {
        return life.revokedAt() == null && now.isBefore(life.expiresAt());
    }
}
