// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param path       below the server's URL, encoded
 * @param query      encoded, with its {@code ?}, or ""
 * @param body a record of the API, or null
 * @param idempotencyKey by which the server recognizes a repeated request; null to send none
 * @param repeat when it is sent once more
 * @param deadline of the complete answer
 */
public record Request(
        String method,
        String path,
        String query,
        @Nullable Object body,
        @Nullable String idempotencyKey,
        Repeat repeat,
        Duration deadline) {
    /** When a request is sent once more: never, where its effect is not the same twice. */
    public enum Repeat {
        NEVER,
        /** If its answer is lost. */
        IF_LOST,
        /** Also if the server asks for it: 503 with {@code Retry-After}. */
        IF_ASKED
    }

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    public static Request get(String path) {
        return new Request("GET", path, "", null, null, Repeat.IF_ASKED, DEADLINE);
    }

    public static Request put(String path, Object body) {
        return new Request("PUT", path, "", body, null, Repeat.IF_ASKED, DEADLINE);
    }

    public static Request patch(String path, Object body) {
        return new Request("PATCH", path, "", body, null, Repeat.NEVER, DEADLINE);
    }

    public static Request delete(String path) {
        return new Request("DELETE", path, "", null, null, Repeat.NEVER, DEADLINE);
    }

    public static Request post(String path, @Nullable Object body) {
        return new Request("POST", path, "", body, null, Repeat.NEVER, DEADLINE);
    }

    /** Adds a new {@code Idempotency-Key}. */
    public Request creating() {
        return creating(UUID.randomUUID().toString());
    }

    /** Adds that {@code Idempotency-Key}. */
    public Request creating(String key) {
        return new Request(method, path, query, body, key, repeat, deadline);
    }

    /** Allows a retry when the answer is lost, or the server asks for it. */
    public Request repeating() {
        return repeating(Repeat.IF_ASKED);
    }

    /** Allows a retry then. */
    public Request repeating(Repeat when) {
        return new Request(method, path, query, body, idempotencyKey, when, deadline);
    }

    public Request within(Duration longest) {
        return new Request(method, path, query, body, idempotencyKey, repeat, longest);
    }

    /** Adds a query parameter, unless its value is null. */
    public Request with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String more = (query.isEmpty() ? "?" : query + "&") + name + "=" + encoded(value.toString());
        return new Request(method, path, more, body, idempotencyKey, repeat, deadline);
    }

    /** Encodes a value as a path segment or query parameter. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
