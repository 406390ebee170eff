// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import java.time.Duration;
import java.time.Instant;

/**
 * How long somebody was on the phone.
 *
 * @param lasted from the answer on
 */
public record Talk(boolean answered, Duration lasted) {
    /** Nobody answered. */
    public static final Talk NONE = new Talk(false, Duration.ZERO);

    /** Between these; clocks of two nodes may differ, so that it may seem to end before it begins. */
    public static Talk between(Instant answered, Instant ended) {
        Duration lasted = Duration.between(answered, ended);
        return new Talk(true, lasted.isNegative() ? Duration.ZERO : lasted);
    }

    /** Nobody can see how long: it counts as if it had lasted for as long as it may. */
    public static Talk unseen(Duration longest) {
        return new Talk(true, longest);
    }
}
