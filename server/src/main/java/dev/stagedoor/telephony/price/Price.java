// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.PhoneDirection;
import java.time.Duration;

/**
 * What a call costs.
 *
 * @param prefix    how the called number begins, with its plus sign
 * @param perMinute millionths of a US dollar
 * @param fee       the same, for each call that is answered
 */
record Price(PhoneDirection direction, String prefix, long perMinute, long fee, Increment increment) {
    private static final int MINUTE = 60;

    /**
     * How seconds are charged, as carriers write it: 60/60, 30/6, 1/1.
     *
     * @param minimum that are charged at least
     * @param step    by which they are charged beyond that
     */
    record Increment(int minimum, int step) {
        /** The seconds that are charged for so many. */
        long billed(long seconds) {
            long beyond = Math.max(0, seconds - minimum);
            return minimum + Math.ceilDiv(beyond, step) * step;
        }

        /** The longest that is charged as no more seconds than these; 0 if nothing is. */
        long within(long seconds) {
            return seconds < minimum ? 0 : minimum + (seconds - minimum) / step * step;
        }

        /** Whether it never charges less than the other: each of its steps ends where one of the other does. */
        boolean isAtLeast(Increment other) {
            int later = minimum - other.minimum;
            return later >= 0 && later % other.step == 0 && step % other.step == 0;
        }
    }

    /** The seconds that are charged: each one begun in full. */
    long billed(Duration lasted) {
        return increment.billed(whole(lasted));
    }

    private static long whole(Duration lasted) {
        return lasted.plusSeconds(1).minusNanos(1).toSeconds();
    }

    /** What an answered call costs that lasted so long, rounded up. */
    long cost(Duration lasted) {
        return fee + Math.ceilDiv(perMinute * billed(lasted), MINUTE);
    }

    /** How long a call may last that costs no more than this; at most {@code longest}, and zero if none may. */
    Duration within(long micros, Duration longest) {
        if (cost(longest) <= micros) {
            return longest;
        }
        if (perMinute == 0 || micros < fee) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(increment.within((micros - fee) * MINUTE / perMinute));
    }

    /** Whether no call costs less by it than by the other. */
    boolean isAtLeast(Price other) {
        boolean free = other.perMinute == 0;
        return perMinute >= other.perMinute && fee >= other.fee && (free || increment.isAtLeast(other.increment));
    }
}
