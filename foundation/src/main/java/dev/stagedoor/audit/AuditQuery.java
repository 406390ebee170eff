// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter for entries; null matches any.
 *
 * @param action      this action
 * @param actor       this actor
 * @param target      this target
 * @param from        at this time or later
 * @param to          before this time
 * @param oldestFirst in the chain's order; else newest first
 */
public record AuditQuery(
        @Nullable String action,
        @Nullable String actor,
        @Nullable String target,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean oldestFirst) {
    /** The whole chain, in its order. */
    public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, true);

    /** The same entries in the chain's order. */
    AuditQuery inOrder() {
        return new AuditQuery(action, actor, target, from, to, true);
    }
}
