// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.http.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Filters calls; null matches any.
 *
 * @param status {@code open} or {@code ended}
 * @param agent  the agent's slug
 * @param user   the user's id
 * @param room   the room's name, with or without the tenant's prefix
 * @param from   started at or after this time
 * @param to     started before this time
 */
public record CallFilter(
        @Nullable String status,
        @Nullable String agent,
        @Nullable String user,
        @Nullable String room,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** All calls. */
    public static final CallFilter ALL = new CallFilter(null, null, null, null, null, null);

    Request on(Request request) {
        return request.with("status", status)
                .with("agent", agent)
                .with("user", user)
                .with("room", room)
                .with("from", from)
                .with("to", to);
    }
}
