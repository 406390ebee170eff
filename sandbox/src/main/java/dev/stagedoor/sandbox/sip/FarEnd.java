// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.sip.Caller.Refer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens at a number that is called.
 *
 * @param rings how long it rings before the final answer
 * @param answer the final answer's SIP status: 200 if somebody picks up; 0 if nobody ever does; -1 if nothing is there
 *     to answer at all
 * @param talks after which the person hangs up; null for never
 * @param refer what the carrier does when the call is transferred
 */
public record FarEnd(Duration rings, int answer, @Nullable Duration talks, Refer refer) {
    private static final int OK = 200;
    private static final int NOBODY = 0;
    private static final int NOTHING = -1;
    private static final Duration BRIEFLY = Duration.ofMillis(300);

    /** Somebody picks up after {@code rings}. */
    public static FarEnd answers(Duration rings) {
        return new FarEnd(rings, OK, null, Refer.COMPLETES);
    }

    /** The line is busy: 486. */
    public static FarEnd busy() {
        return refuses(486, BRIEFLY);
    }

    /** Nobody is reached: 480. */
    public static FarEnd unavailable() {
        return refuses(480, BRIEFLY);
    }

    /** There is no such number: 404. */
    public static FarEnd unknown() {
        return refuses(404, BRIEFLY);
    }

    /** The person declines after {@code rings}: 603. */
    public static FarEnd declines(Duration rings) {
        return refuses(603, rings);
    }

    /** A final answer with this SIP status, 300 to 699, after {@code rings}. */
    public static FarEnd refuses(int sipStatus, Duration rings) {
        if (sipStatus < 300 || sipStatus > 699) throw new IllegalArgumentException("not a refusal: " + sipStatus);
        return new FarEnd(rings, sipStatus, null, Refer.COMPLETES);
    }

    /** It rings, and nobody ever picks up. */
    public static FarEnd neverAnswers() {
        return new FarEnd(Duration.ZERO, NOBODY, null, Refer.COMPLETES);
    }

    /** The carrier's address is dead: LiveKit hears nothing, and gives up after 32 s (measured). */
    public static FarEnd deadAddress() {
        return new FarEnd(Duration.ZERO, NOTHING, null, Refer.COMPLETES);
    }

    /** The same, but hanging up after talking for {@code time}. */
    public FarEnd hangingUpAfter(Duration time) {
        return new FarEnd(rings, answer, time, refer);
    }

    /** The same, but treating a transfer like this. */
    public FarEnd transferring(Refer other) {
        return new FarEnd(rings, answer, talks, other);
    }

    boolean picksUp() {
        return answer == OK;
    }

    boolean isDead() {
        return answer == NOTHING;
    }

    /** Whether a final answer comes by itself. */
    boolean decides() {
        return answer > NOBODY;
    }
}
