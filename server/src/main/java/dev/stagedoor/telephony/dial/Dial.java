// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.calls.CallId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call out.
 *
 * @param call  that it is the phone's side of
 * @param leg   what is dialled
 * @param times when what happened
 */
record Dial(CallId call, String agentSlug, Leg leg, Progress progress, Times times) {
    /** Its participant is called this, and its digits. */
    private static final String CALLEE = "callee-";

    /**
     * What is dialled.
     *
     * @param from    a number of the tenant
     * @param country of {@code to}
     * @param room    its name on the wire
     * @param rings   how long it may ring
     * @param longest how long it may last once it is answered
     */
    record Leg(String from, String to, String country, String room, String trunkId, Duration rings, Duration longest) {
        /** The participant's identity. */
        String identity() {
            return identityOf(to);
        }

        /** Masked: numbers are somebody's. */
        @Override
        public String toString() {
            return "Leg[" + room + "]";
        }
    }

    /** The identity of whoever is called at that number. */
    static String identityOf(String to) {
        return CALLEE + to.substring(1);
    }

    /**
     * How far it is.
     *
     * @param sipStatus of a failure, if the carrier gave one
     * @param closing   whether its call is still to be ended
     */
    record Progress(PhoneState state, @Nullable Integer sipStatus, boolean closing) {
        /** Nothing has left yet, or nothing has come of it. */
        static final Progress BEGUN = new Progress(PhoneState.DIALING, null, true);

        boolean isOver() {
            return switch (state) {
                case DIALING, RINGING, ANSWERED -> false;
                case BUSY, NO_ANSWER, FAILED, ENDED -> true;
            };
        }
    }

    /**
     * When what happened.
     *
     * @param sentAt from when on it may ring; null before, and then nobody has dialled
     */
    record Times(
            Instant createdAt,
            @Nullable Instant sentAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt) {}
}
