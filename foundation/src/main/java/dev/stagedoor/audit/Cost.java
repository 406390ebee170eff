package dev.stagedoor.audit;

import java.time.Instant;

/**
 * What an entry takes from its tenant's budget. Minutes and concurrent calls are reserved when a call is granted and
 * settled when it ends, with the same numbers negated. A settlement passes the tenant's budget too, so that what was used
 * counts in the window in which it is recorded.
 *
 * @param tokens          LiveKit tokens minted
 * @param dispatches      agents sent for
 * @param callsOpen       calls opened (negative: closed)
 * @param secondsReserved seconds of agent time set aside (negative: given back)
 * @param secondsUsed     seconds of agent time used: a fact, recorded whatever the budget
 * @param lastExpiry      the latest {@code exp} of the tokens it grants; {@link Instant#EPOCH} if none
 */
public record Cost(
        long tokens, long dispatches, int callsOpen, long secondsReserved, long secondsUsed, Instant lastExpiry) {
    /** Costs nothing. */
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, Instant.EPOCH);

    private static final long MOST = 1_000_000_000;

    public Cost {
        if (tokens < 0 || dispatches < 0 || secondsUsed < 0) {
            throw new IllegalArgumentException("tokens, dispatches and used seconds are never given back");
        }
        long largest = Math.max(Math.max(tokens, dispatches), Math.max(secondsUsed, Math.abs(secondsReserved)));
        if (Math.max(largest, Math.abs((long) callsOpen)) > MOST) {
            throw new IllegalArgumentException("no entry costs that much");
        }
    }

    /** One token that ends at {@code expiry}. */
    public static Cost token(Instant expiry) {
        return new Cost(1, 0, 0, 0, 0, expiry);
    }
}
