// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.http.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Filters audit entries; null matches any.
 *
 * @param action such as {@code token.mint}
 * @param actor  such as {@code key:key_…}
 * @param target an id or a name
 * @param from at or after this time
 * @param to before this time
 */
public record AuditFilter(
        @Nullable String action,
        @Nullable String actor,
        @Nullable String target,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** All entries. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);

    Request on(Request request) {
        return request.with("action", action)
                .with("actor", actor)
                .with("target", target)
                .with("from", from)
                .with("to", to);
    }
}
