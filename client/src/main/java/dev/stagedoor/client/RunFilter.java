// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.http.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Filters runs; null matches any.
 *
 * @param status  {@code running}, {@code completed}, {@code failed}, {@code cancelled} or {@code interrupted}
 * @param pattern {@code sequential}, {@code debate}, {@code hierarchical}, {@code parallel} or {@code routing}
 * @param user    the id of the user whose selected profile it took
 * @param from    started at or after this time
 * @param to      started before this time
 */
public record RunFilter(
        @Nullable String status,
        @Nullable String pattern,
        @Nullable String user,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** All runs. */
    public static final RunFilter ALL = new RunFilter(null, null, null, null, null);

    Request on(Request request) {
        return request.with("status", status)
                .with("pattern", pattern)
                .with("user", user)
                .with("from", from)
                .with("to", to);
    }
}
