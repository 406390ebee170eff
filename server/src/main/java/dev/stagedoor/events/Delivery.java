// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to an endpoint. It is identified by its event.
 *
 * @param last what the last attempt came to; null before the first
 */
record Delivery(
        long seq,
        String eventId,
        String type,
        int attempts,
        Times times,
        @Nullable Attempt last) {

    /** When it was raised, when it is due (null once it is delivered), when it was tried, and delivered. */
    record Times(
            Instant createdAt,
            @Nullable Instant nextAt,
            @Nullable Instant firstAt,
            @Nullable Instant lastAt,
            @Nullable Instant deliveredAt) {}

    /** How far it is. */
    enum State {
        PENDING("pending"),
        RETRYING("retrying"),
        DELIVERED("delivered");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }

        static Optional<State> of(String wire) {
            return Arrays.stream(values())
                    .filter(state -> state.wire.equals(wire))
                    .findFirst();
        }
    }

    State state() {
        if (times.nextAt() == null) {
            return State.DELIVERED;
        }
        return attempts == 0 ? State.PENDING : State.RETRYING;
    }

    /**
     * What an attempt came to.
     *
     * @param status     what the endpoint answered; null if it did not
     * @param failure    why it failed, a word of the API; null if it did not
     * @param answer     the beginning of the answer; "" if there is none
     * @param retryAfter how long the endpoint asks to be left alone; null if it does not ask
     */
    record Attempt(
            @Nullable Integer status,
            @Nullable String failure,
            String answer,
            Duration took,
            @Nullable Duration retryAfter) {
        /** The endpoint is gone for good. */
        static final String GONE = "gone";

        boolean isDelivered() {
            return failure == null;
        }
    }
}
