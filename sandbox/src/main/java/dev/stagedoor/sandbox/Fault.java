// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with a call.
 *
 * @param delay how long the call waits before anything else
 * @param effect whether the call does what it asks for
 * @param lag how late the effect is, for {@link Effect#LATE}
 * @param reply what the caller hears instead of the answer, or null for the answer itself
 * @param trickle how long the body of an answer takes to arrive
 */
public record Fault(
        Duration delay,
        Effect effect,
        Duration lag,
        @Nullable Reply reply,
        Duration trickle) {
    /** Whether the call does what it asks for. */
    public enum Effect {
        /** Nothing is done. */
        NONE,
        /** It is done, as always. */
        ONCE,
        /** It is done twice, as when a proxy repeats a call; the second answer counts. */
        TWICE,
        /** It is done some time after the caller was told something else. */
        LATE
    }

    /** What the caller hears instead of the answer. */
    public sealed interface Reply {
        /** Nothing: the connection is closed. */
        record Dropped() implements Reply {}

        /**
         * A Twirp error.
         *
         * @param status the HTTP status, which need not be the one that goes with the code
         * @param retryAfter the {@code Retry-After} header, or null for none
         */
        record Failed(
                int status,
                TwirpCode code,
                String message,
                @Nullable Duration retryAfter) implements Reply {}

        /** Something that is not LiveKit's JSON, such as a proxy's error page. */
        record Garbled(int status, String contentType, String body) implements Reply {}
    }

    /** The call waits {@code by} and then goes on as always. */
    public static Fault delayed(Duration by) {
        return new Fault(by, Effect.ONCE, Duration.ZERO, null, Duration.ZERO);
    }

    /** The connection is closed and nothing was done. */
    public static Fault droppedBefore() {
        return instead(Effect.NONE, new Reply.Dropped());
    }

    /** Everything was done and the connection is closed: the caller cannot know. */
    public static Fault droppedAfter() {
        return instead(Effect.ONCE, new Reply.Dropped());
    }

    /** The connection is closed at once and what was asked for is done {@code lag} later. */
    public static Fault landsLate(Duration lag) {
        return new Fault(Duration.ZERO, Effect.LATE, lag, new Reply.Dropped(), Duration.ZERO);
    }

    /** Nothing is done and the answer is this error, with the status that goes with the code. */
    public static Fault failed(TwirpCode code, String message) {
        return instead(Effect.NONE, new Reply.Failed(code.status(), code, message, null));
    }

    /** Nothing is done and the answer is 429 with {@code Retry-After} in whole seconds. */
    public static Fault tooManyRequests(Duration retryAfter) {
        return instead(
                Effect.NONE, new Reply.Failed(429, TwirpCode.RESOURCE_EXHAUSTED, "too many requests", retryAfter));
    }

    /** Nothing is done and the answer is this body, which is not LiveKit's. */
    public static Fault garbled(int status, String contentType, String body) {
        return instead(Effect.NONE, new Reply.Garbled(status, contentType, body));
    }

    /** The call is done twice, as when something on the way repeats it. */
    public static Fault repeated() {
        return new Fault(Duration.ZERO, Effect.TWICE, Duration.ZERO, null, Duration.ZERO);
    }

    /** The answer's body trickles in over this time. */
    public static Fault slowBody(Duration over) {
        return new Fault(Duration.ZERO, Effect.ONCE, Duration.ZERO, null, over);
    }

    /** The same fault, but everything was done before it is told. */
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
