package dev.stagedoor.audit;

import java.time.Instant;

/**
 * What an entry takes from its tenant's budget. Minutes and concurrent calls are reserved when a call is granted and
 * settled when it ends, with the same numbers negated.
 *
 * @param tokens          LiveKit tokens minted
 * @param dispatches      agents sent for
 * @param callsOpen       calls opened (negative: closed)
 * @param secondsReserved seconds of agent time set aside (negative: given back)
 * @param secondsUsed     seconds of agent time used
 * @param lastExpiry      the latest {@code exp} of the tokens it grants; {@link Instant#EPOCH} if none
 */
public record Cost(
        long tokens, long dispatches, int callsOpen, long secondsReserved, long secondsUsed, Instant lastExpiry) {
    /** Costs nothing. */
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, Instant.EPOCH);

    /** One token that ends at {@code expiry}. */
    public static Cost token(Instant expiry) {
        return new Cost(1, 0, 0, 0, 0, expiry);
    }
}
