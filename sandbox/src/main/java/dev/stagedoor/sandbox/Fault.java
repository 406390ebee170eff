// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with a call.
 *
 * @param delay how long the call waits before anything else
 * @param effect whether, and how, the call takes effect
 * @param lag how late the effect is, for {@link Effect#LATE}
 * @param reply what the caller gets instead of the real response, or null for the real response
 * @param trickle how long the response body takes to arrive
 */
public record Fault(
        Duration delay,
        Effect effect,
        Duration lag,
        @Nullable Reply reply,
        Duration trickle) {
    /** Whether, and how, the call takes effect. */
    public enum Effect {
        /** The call has no effect. */
        NONE,
        /** It takes effect as usual. */
        ONCE,
        /** It is executed twice, as when a proxy retries a call; the second response counts. */
        TWICE,
        /** It takes effect some time after the caller was told something else. */
        LATE
    }

    /** What the caller gets instead of the real response. */
    public sealed interface Reply {
        /** No response: the connection is closed. */
        record Dropped() implements Reply {}

        /**
         * A Twirp error.
         *
         * @param status the HTTP status, which need not match the code
         * @param retryAfter the {@code Retry-After} header, or null for none
         */
        record Failed(
                int status,
                TwirpCode code,
                String message,
                @Nullable Duration retryAfter) implements Reply {}

        /** A response that is not LiveKit's JSON, such as a proxy's error page. */
        record Garbled(int status, String contentType, String body) implements Reply {}
    }

    /** The call waits {@code by}, then proceeds as usual. */
    public static Fault delayed(Duration by) {
        return new Fault(by, Effect.ONCE, Duration.ZERO, null, Duration.ZERO);
    }

    /** The connection is closed before the call takes effect. */
    public static Fault droppedBefore() {
        return instead(Effect.NONE, new Reply.Dropped());
    }

    /** The call takes effect but the connection is closed, so the caller cannot know. */
    public static Fault droppedAfter() {
        return instead(Effect.ONCE, new Reply.Dropped());
    }

    /** The connection is closed at once; the call takes effect {@code lag} later. */
    public static Fault landsLate(Duration lag) {
        return new Fault(Duration.ZERO, Effect.LATE, lag, new Reply.Dropped(), Duration.ZERO);
    }

    /** The call has no effect and returns this error, with the status of its code. */
    public static Fault failed(TwirpCode code, String message) {
        return instead(Effect.NONE, new Reply.Failed(code.status(), code, message, null));
    }

    /** The call has no effect and returns 429 with {@code Retry-After} in whole seconds. */
    public static Fault tooManyRequests(Duration retryAfter) {
        return instead(
                Effect.NONE, new Reply.Failed(429, TwirpCode.RESOURCE_EXHAUSTED, "too many requests", retryAfter));
    }

    /** The call has no effect and returns this body, which is not LiveKit's. */
    public static Fault garbled(int status, String contentType, String body) {
        return instead(Effect.NONE, new Reply.Garbled(status, contentType, body));
    }

    /** The call is executed twice, as when a proxy retries it. */
    public static Fault repeated() {
        return new Fault(Duration.ZERO, Effect.TWICE, Duration.ZERO, null, Duration.ZERO);
    }

    /** The response body trickles in over this time. */
    public static Fault slowBody(Duration over) {
        return new Fault(Duration.ZERO, Effect.ONCE, Duration.ZERO, null, over);
    }

    /** The same fault, but the call takes effect first. */
    public Fault afterEffect() {
        return new Fault(delay, Effect.ONCE, lag, reply, trickle);
    }

    /** The same fault after a wait. */
    public Fault after(Duration wait) {
        return new Fault(wait, effect, lag, reply, trickle);
    }

    private static Fault instead(Effect effect, Reply reply) {
        return new Fault(Duration.ZERO, effect, Duration.ZERO, reply, Duration.ZERO);
    }
}
