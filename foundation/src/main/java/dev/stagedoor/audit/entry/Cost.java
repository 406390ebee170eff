// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.entry;

import dev.stagedoor.db.Unit;
import dev.stagedoor.db.Usage;
import java.time.Duration;
import java.time.Instant;

/**
 * What an entry takes from its tenant's budget. A settlement also counts against the budget, in the window in which it
 * is recorded.
 *
 * @param used       used up in the window; never negative
 * @param held       held until released by a cost with the same amounts negated
 * @param lastExpiry the latest {@code exp} of the tokens it grants; {@link Instant#EPOCH} if none
 */
public record Cost(Usage used, Usage held, Instant lastExpiry) {
    /** Costs nothing. */
    public static final Cost NONE = new Cost(Usage.NONE, Usage.NONE, Instant.EPOCH);

    private static final long MOST = 1_000_000_000;

    public Cost {
        if (used.least() < 0) {
            throw new IllegalArgumentException("usage is never returned: " + used);
        }
        if (Math.max(used.most(), Math.max(held.most(), -held.least())) > MOST) {
            throw new IllegalArgumentException("a cost is out of bounds: " + used + " and " + held);
        }
    }

    /** One token that expires at {@code expiry}. */
    public static Cost token(Instant expiry) {
        return new Cost(Usage.of(Unit.TOKENS, 1), Usage.NONE, expiry);
    }

    /** One agent dispatched. */
    public static Cost dispatch() {
        return new Cost(Usage.of(Unit.DISPATCHES, 1), Usage.NONE, Instant.EPOCH);
    }

    /** A call is opened, and agent time is reserved for it. */
    public static Cost openCall(Duration reserved) {
        Usage held = Usage.of(Unit.CALLS, 1).with(Unit.SECONDS, reserved.toSeconds());
        return new Cost(Usage.NONE, held, Instant.EPOCH);
    }

    /** A call is closed: its reservation is returned, and its usage counts. */
    public static Cost settleCall(Duration reserved, Duration used) {
        Usage held = Usage.of(Unit.CALLS, -1).with(Unit.SECONDS, -reserved.toSeconds());
        return new Cost(Usage.of(Unit.SECONDS, used.toSeconds()), held, Instant.EPOCH);
    }

    /** Both costs combined, for one entry. */
    public Cost plus(Cost other) {
        Instant expiry = lastExpiry.isBefore(other.lastExpiry) ? other.lastExpiry : lastExpiry;
        return new Cost(used.plus(other.used), held.plus(other.held), expiry);
    }
}
