// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The group commit of a node: a few lanes, each tenant always in the same one. */
public final class Lanes implements AutoCloseable {
    /** The platform epoch of a caller that depends on none. */
    public static final long NO_EPOCH = -1;

    private final LeftRows left = new LeftRows();
    private final SlowPath slowPath;
    private final List<Lane> lanes;
    private final Duration deadline;

    /**
     * Lanes using the database's own pool for them.
     *
     * @param count    how many
     * @param queue    entries of one tenant that may wait
     * @param deadline how long a caller waits for its entry to be durable
     */
    public Lanes(Database database, int count, int queue, Duration deadline) {
        SlowPath beside = new SlowPath(database, left, deadline);
        this.slowPath = beside;
        this.deadline = deadline;
        this.lanes = IntStream.range(0, count)
                .mapToObj(i -> lane("ledger-lane-" + i, queue, new GroupCommit(database, left), beside))
                .toList();
    }

    private static Lane lane(String name, int queue, GroupCommit commit, SlowPath beside) {
        return new Lane(name, new LaneQueue(queue), shares -> commit.run(shares, false), beside);
    }

    /** Returns when the entry is durable; otherwise throws, as {@code Ledger.append} says. */
    public void append(Grant grant, long platformEpoch) {
        PendingGrant pending = new PendingGrant(grant, platformEpoch);
        int lane = Math.floorMod(grant.proof().tenant().value().hashCode(), lanes.size());
        lanes.get(lane).put(pending);
        pending.await(deadline);
    }

    /** The tenant's row was written beside the lanes. */
    public void changed(TenantId tenant) {
        left.forget(tenant);
    }

    /** The number of entries waiting for a group. */
    public int waiting() {
        return lanes.stream().mapToInt(Lane::waiting).sum();
    }

    /** T1: without its entry nothing is granted. */
    public static Problem unavailable(Throwable cause) {
        return Problem.of(ErrorCode.AUDIT_UNAVAILABLE, "The audit log is temporarily unavailable; nothing was granted.")
                .causedBy(cause);
    }

    /** Accepts no more entries, and finishes those queued. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        slowPath.close();
    }
}
