// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.numbers.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many calls out there may be.
 *
 * @param concurrent     in progress at once
 * @param perDestination to one number in an hour
 * @param perPrefix      to numbers with the same first eight digits in an hour
 */
record Caps(int concurrent, int perHour, int perDay, int perDestination, int perPrefix) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static Caps of(DialSettings given) {
        return new Caps(
                or(given.concurrentCalls(), 5),
                or(given.callsPerHour(), 60),
                or(given.callsPerDay(), 300),
                or(given.callsPerDestinationPerHour(), 5),
                or(given.callsPerPrefixPerHour(), 20));
    }

    private static int or(@Nullable Integer given, int usual) {
        return Objects.requireNonNullElse(given, usual);
    }

    /** The fields that are above those of {@code before}. */
    List<String> above(Caps before) {
        List<String> higher = new ArrayList<>();
        above(higher, "concurrent_calls", concurrent, before.concurrent);
        above(higher, "calls_per_hour", perHour, before.perHour);
        above(higher, "calls_per_day", perDay, before.perDay);
        above(higher, "calls_per_destination_per_hour", perDestination, before.perDestination);
        above(higher, "calls_per_prefix_per_hour", perPrefix, before.perPrefix);
        return higher;
    }

    private static void above(List<String> higher, String field, int now, int before) {
        if (now > before) {
            higher.add(field);
        }
    }

    /**
     * Refuses one more call to that number if a cap is reached; exact, since the change holds the tenant's row.
     *
     * @throws Problem {@code concurrency_exhausted} or {@code rate_limited}, naming the setting
     */
    void require(ChangeTx change, Destination to) {
        if (DialStore.open(change.tx()) >= concurrent) {
            throw Problem.of(
                    ErrorCode.CONCURRENCY_EXHAUSTED,
                    "The tenant has " + concurrent
                            + " calls out in progress, which is the most: see concurrent_calls in"
                            + " the dial settings.");
        }
        requireRates(change, to);
    }

    /** The same for a call that takes the place of one in progress. */
    void requireRates(ChangeTx change, Destination to) {
        Instant hour = change.now().minus(HOUR);
        DialStore.Counted counted =
                DialStore.count(change.tx(), to, hour, change.now().minus(DAY));
        refuseAt(counted.toDestination(), perDestination, "calls_per_destination_per_hour", HOUR);
        refuseAt(counted.toPrefix(), perPrefix, "calls_per_prefix_per_hour", HOUR);
        refuseAt(counted.inHour(), perHour, "calls_per_hour", HOUR);
        refuseAt(counted.inDay(), perDay, "calls_per_day", DAY);
    }

    private static void refuseAt(long calls, int most, String setting, Duration within) {
        if (calls >= most) {
            throw Problem.of(
                            ErrorCode.RATE_LIMITED,
                            "There have been " + most + " such calls out, which is the most: see " + setting
                                    + " in the dial settings.")
                    .retryAfter(within);
        }
    }
}
