// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CostKind;
import dev.stagedoor.calls.CallId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a leg costs, or may.
 *
 * @param price   as it was when the leg began
 * @param held    of what may be spent, until it is settled
 * @param settled null before that
 */
record Cost(
        Of of,
        Price price,
        Duration longest,
        long held,
        Instant begunAt,
        @Nullable Settled settled) {
    /** The leg. */
    record Of(String leg, CallId call, CostKind kind) {}

    /**
     * What it came to.
     *
     * @param seconds from its answer on
     * @param billed  those that are charged
     */
    record Settled(long seconds, long billed, long micros) {
        private static final Settled NOTHING = new Settled(0, 0, 0);
    }

    /** The day of UTC that it counts in. */
    LocalDate day() {
        return LocalDate.ofInstant(begunAt, ZoneOffset.UTC);
    }

    /** What it comes to; never more than was held, whatever a clock says. */
    Settled settledFor(Talk talk) {
        if (!talk.answered()) {
            return Settled.NOTHING;
        }
        Duration lasted = talk.lasted().compareTo(longest) < 0 ? talk.lasted() : longest;
        return new Settled(lasted.toSeconds(), price.billed(lasted), price.cost(lasted));
    }
}
