// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.entry;

import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Unit;
import java.util.List;

/** The marks of a budget at which its tenant is told: half of a unit's limit, four fifths, and all of it. */
public final class Marks {
    /** In percent, rising. */
    public static final List<Integer> ALL = List.of(50, 80, 100);

    /** A limit above that is none. */
    private static final long MOST = Long.MAX_VALUE / 100;

    private Marks() {}

    /** The highest mark that this amount has reached, in percent; 0 for none, and where nothing is limited. */
    public static int reached(long taken, long limit) {
        int highest = 0;
        for (int percent : ALL) {
            if (limit > 0 && limit <= MOST && taken >= Math.ceilDiv(limit * percent, 100)) {
                highest = percent;
            }
        }
        return highest;
    }

    /** Whether a unit that is limited per window reaches another mark by this step. */
    public static boolean crossed(LedgerRow before, LedgerRow after, Budget budget) {
        if (!budget.limitsWindow()) {
            return false;
        }
        boolean anew = !before.windowStart().equals(after.windowStart());
        for (Unit unit : Unit.values()) {
            long is = after.taken(unit);
            long was = anew ? before.held().of(unit) : before.taken(unit);
            if (is > was && unit.isPerWindow() && reached(is, budget.of(unit)) > reached(was, budget.of(unit))) {
                return true;
            }
        }
        return false;
    }
}
