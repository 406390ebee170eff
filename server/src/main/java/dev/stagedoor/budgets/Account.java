// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A budget and what was taken from it.
 *
 * @param name  {@code tenant}, {@code profile/prof_…} or {@code run/run_…}
 * @param start when its window began
 * @param held  what calls in progress may still use
 */
record Account(String name, Limits limits, Instant start, Amounts used, Amounts held) {
    static final String TENANT = "tenant";

    static String ofProfile(String id) {
        return "profile/" + id;
    }

    static String ofRun(String id) {
        return "run/" + id;
    }

    /** The same in the window of that time; what calls in progress hold goes with it. */
    Account at(Instant now) {
        Instant current = start(limits, now);
        return current.isAfter(start) ? new Account(name, limits, current, Amounts.NONE, held) : this;
    }

    static Instant start(Limits limits, Instant now) {
        long seconds = limits.window().toSeconds();
        return seconds == 0
                ? Instant.EPOCH
                : Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds);
    }

    /** What of it is exhausted for such a call, whatever the calls in progress give back; empty if nothing is. */
    Optional<String> exhaustedFor(Amounts call) {
        Amounts sum = used.plus(call);
        if (isOver(sum.tokens(), limits.tokens())) {
            return Optional.of("tokens");
        }
        if (isOver(sum.micros(), limits.micros())) {
            return Optional.of("cost");
        }
        if (isOver(sum.calls(), limits.calls())) {
            return Optional.of("calls");
        }
        return isOver(used.millis() + 1, limits.millis()) ? Optional.of("time") : Optional.empty();
    }

    /** Whether such a call must wait for calls in progress. */
    boolean isTakenFor(Amounts call) {
        Amounts sum = used.plus(held).plus(call);
        return isOver(sum.tokens(), limits.tokens())
                || isOver(sum.micros(), limits.micros())
                || isOver(held.calls() + call.calls(), limits.open());
    }

    private static boolean isOver(long amount, @Nullable Long most) {
        return most != null && amount > most;
    }

    /** A call begins: it counts at once, and holds the most it may use. */
    Account holding(Amounts call) {
        Amounts counted = new Amounts(0, 0, call.calls(), 0);
        return new Account(name, limits, start, used.plus(counted), held.plus(call));
    }

    /** A call has ended; {@code hold} is what it held. */
    Account settling(Amounts hold, Amounts itsUse) {
        Amounts more = new Amounts(itsUse.tokens(), itsUse.micros(), 0, itsUse.millis());
        return new Account(name, limits, start, used.plus(more), held.minus(hold));
    }

    /** In words: {@code The run's budget is exhausted: tokens.} */
    String says(String exhausted) {
        String whose = name.equals(TENANT) ? "tenant's" : name.startsWith("profile/") ? "profile's" : "run's";
        return "The " + whose + " budget is exhausted: " + exhausted + ".";
    }
}
