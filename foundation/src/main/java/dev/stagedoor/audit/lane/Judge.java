// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Unit;
import dev.stagedoor.db.Usage;
import dev.stagedoor.kernel.Durations;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Judges one entry against its tenant's row: a row, a cost, a budget and a time give the next row or a refusal. Pure;
 * lanes and changes share it, both under the row's lock, after checking the epoch.
 */
final class Judge {
    private Judge() {}

    /**
     * The row after charging the entry; its position in the chain (seq, hash) has not moved yet.
     *
     * @throws Problem {@code budget_exhausted} with the time until the window ends, {@code concurrency_exhausted}
     * @throws IllegalStateException if more is released than is held
     */
    static LedgerRow judge(LedgerRow row, Cost cost, Budget budget, Instant now) {
        if (cost.equals(Cost.NONE)) {
            return row;
        }
        LedgerRow in = budget.limitsWindow() ? roll(row, budget, now) : row;
        for (Unit unit : Unit.values()) {
            long asked = (unit.isHeld() ? cost.held() : cost.used()).of(unit);
            if (asked > 0) {
                within(unit, cost, in, budget, now);
            }
        }
        return paid(in, cost);
    }

    private static LedgerRow roll(LedgerRow row, Budget budget, Instant now) {
        long start = floor(now, budget);
        return start <= row.windowStart().getEpochSecond() ? row : row.inWindow(Instant.ofEpochSecond(start));
    }

    private static void within(Unit unit, Cost cost, LedgerRow row, Budget budget, Instant now) {
        long asked = cost.used().of(unit) + cost.held().of(unit);
        long taken = row.taken(unit);
        long most = budget.of(unit);
        if (asked <= most - taken) {
            return;
        }
        String what = unit.name().toLowerCase(Locale.ROOT);
        if (!unit.isPerWindow()) {
            throw Problem.of(
                            ErrorCode.CONCURRENCY_EXHAUSTED,
                            "The tenant may have " + most + ' ' + what + " open at once; " + taken + " are open.")
                    .field("budget." + what, "is used up");
        }
        Instant end = end(row, budget, now);
        String detail = "The tenant's budget of " + most + ' ' + what + " per " + Durations.each(budget.window())
                + " has "
                + Math.max(0, most - taken) + " left, but " + asked + " were requested; the window ends at " + end
                + '.';
        throw Problem.of(ErrorCode.BUDGET_EXHAUSTED, detail)
                .field("budget." + what, "is used up until " + end)
                .retryAfter(Duration.between(now, end));
    }

    /** When the row's window ends; a clock behind the row's window waits for that window's end. */
    private static Instant end(LedgerRow row, Budget budget, Instant now) {
        Instant from = row.windowStart().isAfter(now) ? row.windowStart() : now;
        return Instant.ofEpochSecond(floor(from, budget)).plus(budget.window());
    }

    private static long floor(Instant time, Budget budget) {
        long window = budget.window().toSeconds();
        return Math.floorDiv(time.getEpochSecond(), window) * window;
    }

    private static LedgerRow paid(LedgerRow row, Cost cost) {
        Usage held = row.held().plus(cost.held());
        if (held.least() < 0) {
            throw new IllegalStateException("more is given back than is held: " + cost);
        }
        return new LedgerRow(
                row.epoch(),
                row.seq(),
                row.hash(),
                row.windowStart(),
                row.used().plus(cost.used()),
                held,
                row.lastExpiry().isBefore(cost.lastExpiry()) ? cost.lastExpiry() : row.lastExpiry());
    }
}
