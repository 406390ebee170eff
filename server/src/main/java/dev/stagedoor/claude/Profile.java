// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named Anthropic credential, without its secret.
 *
 * @param id     {@code prof_…}: the name of its credential in the vault
 * @param userId whose login it is; empty if all users of the tenant share it
 */
public record Profile(
        String id,
        String name,
        String userId,
        Times times,
        @Nullable Check check) {
    /** Its life so far. */
    public record Times(
            Instant createdAt, Instant updatedAt, @Nullable Instant lastUsedAt) {}

    /**
     * What the last call that tested it came to.
     *
     * @param result {@code ok}, or the code of a problem
     */
    public record Check(Instant at, String result) {
        static final String OK = "ok";
    }

    /** Whether that user may select it. */
    boolean isFor(String user) {
        return userId.isEmpty() || userId.equals(user);
    }
}
