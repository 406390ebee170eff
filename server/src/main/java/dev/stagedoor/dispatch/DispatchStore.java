package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where dispatches are kept between steps. PostgreSQL, and, for simulations, memory; one contract suite holds both.
 *
 * <p>A dispatch is driven by whoever holds its lease. Each take raises the fence, and a save with an older fence is
 * refused: a node that was paused past its lease can write nothing.
 */
interface DispatchStore {
    /**
     * A dispatch held by its driver.
     *
     * @param dispatch its state
     * @param fence    the number that its saves must carry
     * @param asked    why somebody wants it ended, if anybody does
     * @param epoch    the tenant's epoch in the transaction that gave this lease: authorization is judged at that epoch
     * @param stored   the state as stored: a save keeps what this version does not know of it
     */
    record Lease(Dispatch dispatch, long fence, @Nullable EndReason asked, long epoch, String stored) {
        /** The first lease of a dispatch that this node has just inserted. */
        static Lease first(Dispatch dispatch, long epoch) {
            return new Lease(dispatch, 1, null, epoch, "{}");
        }

        Lease with(Dispatch next) {
            return new Lease(next, fence, asked, epoch, stored);
        }
    }

    /** The key of a dispatch that is due. */
    record Due(TenantId tenant, DispatchId id) {}

    /** Dispatches whose time has come and that nobody holds, of any tenant; the longest due first. */
    List<Due> due(Instant now, int limit);

    /** Takes the lease for that long, if nobody holds it and the dispatch is live. */
    Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease);

    /**
     * Stores the state, keeps the lease until {@code leaseUntil}, and asks to be driven again at {@code nextAt} by whoever
     * is there then. Gives the lease as it is now; empty, and nothing stored, when it was lost.
     */
    Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil);
}
