// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a call ended, as the caller sees it. Each says how long that took; nobody has waited for it. */
public sealed interface Outcome<T> {
    /** How long the caller waits for this outcome. */
    Duration took();

    /**
     * The answer.
     *
     * @param trickle how long its body takes to arrive after that
     */
    record Answered<T>(T value, Duration took, Duration trickle) implements Outcome<T> {}

    /**
     * An error of LiveKit's, or one that a fault made up.
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

    /** An answer that is not LiveKit's JSON. */
    record Garbled<T>(int status, String contentType, String body, Duration took) implements Outcome<T> {}

    /** No answer: the connection was closed, and the caller cannot know whether anything was done. */
    record Lost<T>(Duration took) implements Outcome<T> {}
}
