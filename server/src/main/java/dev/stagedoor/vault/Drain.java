package dev.stagedoor.vault;

import dev.stagedoor.db.Tx;
import java.time.Duration;
import java.time.Instant;

/** When the tokens that a credential has signed are over. */
final class Drain {
    /** LiveKit re-signs a connected client's token for ten minutes, and takes any token a minute after its end. */
    static final Duration AFTER_LAST_EXPIRY = Duration.ofMinutes(11);

    private Drain() {}

    /** The end of the longest token the tenant was granted until now; the ledger row is locked, so none is missed. */
    static Instant over(Tx tx, Instant now) {
        Instant last = tx.row().lastExpiry();
        return last.isAfter(now) ? last.plus(AFTER_LAST_EXPIRY) : now.plus(AFTER_LAST_EXPIRY);
    }
}
