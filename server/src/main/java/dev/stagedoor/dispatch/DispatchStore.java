// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores dispatches between steps: in PostgreSQL or, for simulations, in memory; one contract suite tests both.
 *
 * <p>The holder of its lease drives a dispatch. Each lease raises the fence, and a save with an older fence is
 * rejected: a node that was paused past its lease cannot write.
 */
interface DispatchStore {
    /**
     * A dispatch held by its driver.
     *
     * @param dispatch its state
     * @param fence    the number that its saves must carry
     * @param asked    why it should end, if anybody has asked for that
     * @param epoch    the tenant's epoch in the leasing transaction, at which authorization is checked
     * @param stored   the stored state: a save keeps its unknown fields
     * @param until    when it ends unless it is renewed
     */
    record Lease(Dispatch dispatch, long fence, @Nullable EndReason asked, long epoch, String stored, Instant until) {
        /** The first lease of a dispatch that this node has just inserted. */
        static Lease first(Dispatch dispatch, long epoch, Instant until) {
            return new Lease(dispatch, 1, null, epoch, "{}", until);
        }

        Lease with(Dispatch next) {
            return new Lease(next, fence, asked, epoch, stored, until);
        }
    }

    /** How long a dispatch that waits for another is left alone. */
    Duration WAITS = Duration.ofSeconds(1);

    /**
     * Takes the lease, if nobody holds it and the dispatch is live. One that must wait for another is not due again
     * before {@link #WAITS}, so that it keeps no other from being found.
     */
    Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease);

    /** How many agents of the tenant's dispatches were lost after that moment. */
    int lostSince(TenantId tenant, Instant then);

    /** Tells whoever waits for it on this node what is about to be saved. */
    default void ahead(Dispatch next) {}

    /**
     * Stores the state, keeps the lease until {@code leaseUntil}, and schedules the next round for {@code nextAt} on
     * any node. Returns the new lease; empty, with nothing stored, if the lease was lost.
     */
    Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil);
}
