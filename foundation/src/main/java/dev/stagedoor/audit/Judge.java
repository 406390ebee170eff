package dev.stagedoor.audit;

import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;

/**
 * Judges one entry against its tenant's row: a row, a cost, a budget and a time give the next row or a refusal. Pure: the
 * lanes and the single-tenant path share it, both under the row's lock, after the epoch was proved.
 */
final class Judge {
    private Judge() {}

    /**
     * The row once the entry has been paid for; its place in the chain (seq, hash) is not yet moved.
     *
     * @throws Problem {@code budget_exhausted} with the time until the window ends, {@code concurrency_exhausted}
     * @throws IllegalStateException if more is given back than is reserved or open
     */
    static LedgerRow judge(LedgerRow row, Cost cost, Budget budget, Instant now) {
        if (cost.equals(Cost.NONE)) {
            return row;
        }
        LedgerRow in = budget.limitsWindow() ? roll(row, budget, now) : row;
        if (cost.tokens() > 0) {
            within("tokens", in.tokensUsed(), cost.tokens(), budget.tokens(), in, budget, now);
        }
        if (cost.dispatches() > 0) {
            within("dispatches", in.dispatchesUsed(), cost.dispatches(), budget.dispatches(), in, budget, now);
        }
        if (cost.secondsReserved() > 0) {
            long taken = in.secondsUsed() + in.secondsReserved();
            long asked = cost.secondsReserved() + cost.secondsUsed();
            within("seconds", taken, asked, budget.seconds(), in, budget, now);
        }
        if (cost.callsOpen() > 0 && cost.callsOpen() > (long) budget.calls() - in.callsOpen()) {
            throw Problem.of(
                            ErrorCode.CONCURRENCY_EXHAUSTED,
                            "The tenant may have " + budget.calls() + " calls open at once; " + in.callsOpen()
                                    + " are.")
                    .field("budget.calls", "is used up");
        }
        return paid(in, cost);
    }

    private static LedgerRow roll(LedgerRow row, Budget budget, Instant now) {
        long start = floor(now, budget);
        if (start <= row.windowStart().getEpochSecond()) {
            return row;
        }
        return new LedgerRow(
                row.epoch(),
                row.seq(),
                row.hash(),
                Instant.ofEpochSecond(start),
                0,
                0,
                0,
                row.secondsReserved(),
                row.callsOpen(),
                row.lastExpiry());
    }

    private static void within(
            String what, long used, long asked, long most, LedgerRow row, Budget budget, Instant now) {
        if (asked <= most - used) {
            return;
        }
        Instant end = end(row, budget, now);
        String detail = "The tenant's budget of " + most + ' ' + what + " per " + budget.window() + " has "
                + Math.max(0, most - used) + " left, " + asked + " asked for; the window ends at " + end + '.';
        throw Problem.of(ErrorCode.BUDGET_EXHAUSTED, detail)
                .field("budget." + what, "is used up until " + end)
                .retryAfter(Duration.between(now, end));
    }

    /** When the row's window gives way to the next; a clock behind the row's window waits for that window's end. */
    private static Instant end(LedgerRow row, Budget budget, Instant now) {
        Instant from = row.windowStart().isAfter(now) ? row.windowStart() : now;
        return Instant.ofEpochSecond(floor(from, budget)).plus(budget.window());
    }

    private static long floor(Instant time, Budget budget) {
        long window = budget.window().toSeconds();
        return Math.floorDiv(time.getEpochSecond(), window) * window;
    }

    private static LedgerRow paid(LedgerRow row, Cost cost) {
        long reserved = row.secondsReserved() + cost.secondsReserved();
        int open = Math.addExact(row.callsOpen(), cost.callsOpen());
        if (reserved < 0 || open < 0) {
            throw new IllegalStateException("more is given back than is reserved: " + cost);
        }
        return new LedgerRow(
                row.epoch(),
                row.seq(),
                row.hash(),
                row.windowStart(),
                row.tokensUsed() + cost.tokens(),
                row.dispatchesUsed() + cost.dispatches(),
                row.secondsUsed() + cost.secondsUsed(),
                reserved,
                open,
                row.lastExpiry().isBefore(cost.lastExpiry()) ? cost.lastExpiry() : row.lastExpiry());
    }
}
