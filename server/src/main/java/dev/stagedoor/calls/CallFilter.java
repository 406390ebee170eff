// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which calls to list; null matches any.
 *
 * @param open      whether they are in progress
 * @param agentSlug the tenant's agent
 * @param userId    whose calls they are
 * @param room      the room's name, with or without the tenant's prefix
 * @param from      started at or after this time
 * @param to        started before this time
 */
public record CallFilter(
        @Nullable Boolean open,
        @Nullable String agentSlug,
        @Nullable String userId,
        @Nullable String room,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** All calls. */
    public static final CallFilter ALL = new CallFilter(null, null, null, null, null, null);
}
