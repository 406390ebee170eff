package dev.stagedoor.audit;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import java.time.Instant;

/**
 * An entry before it has its place in a chain.
 *
 * @param entryId   {@code aud_…}: by it an entry is found again when the outcome of its commit is unknown
 * @param at        when it happened, to the microsecond
 * @param action    what was done: {@code token.mint}, the same word as the route's
 * @param actor     who did it ({@link Principal#actor})
 * @param target    what it was done to: an id or name, never a secret
 * @param requestId the request it came with
 * @param detail    a JSON object with what a reader needs to understand it, never a secret; at most 64 KiB
 */
public record Draft(
        String entryId, Instant at, String action, String actor, String target, String requestId, String detail) {

    /** An entry of {@code by}, now. */
    public static Draft of(Principal by, Instant now, String action, String target, String detail) {
        return new Draft(Ids.next("aud", now), now, action, by.actor(), target, by.requestId(), detail);
    }
}
