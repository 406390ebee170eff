// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a call ended, as the caller sees it, and how long that would have taken; nothing actually waits. */
public sealed interface Outcome<T> {
    /** How long the caller waits for this outcome. */
    Duration took();

    /**
     * The response.
     *
     * @param trickle how long its body takes to arrive after {@code took}
     */
    record Answered<T>(T value, Duration took, Duration trickle) implements Outcome<T> {}

    /**
     * An error from LiveKit, or one injected by a fault.
     *
     * @param retryAfter the {@code Retry-After} header, or null for none
     */
    record Refused<T>(
            int status,
            TwirpCode code,
            String message,
            Map<String, String> meta,
            @Nullable Duration retryAfter,
            Duration took)
            implements Outcome<T> {}

    /** A response that is not LiveKit's JSON. */
    record Garbled<T>(int status, String contentType, String body, Duration took) implements Outcome<T> {}

    /** No response: the connection was closed, and the caller cannot know whether the call took effect. */
    record Lost<T>(Duration took) implements Outcome<T> {}
}
