// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.lane.GroupCommit.Outcome;
import dev.stagedoor.audit.lane.LaneQueue.Share;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.SqlState;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slow work, beside the lanes: a tenant whose row is locked gets transactions of its own that wait for the lock, and a
 * transaction with an unknown outcome is looked up. Each has its own thread and connection; few run at once.
 */
final class SlowPath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlowPath.class);
    private static final int LONE = 4;

    private final Database database;
    private final LeftRows left;
    private final OutcomeLookUp lookUp;
    private final Semaphore lone = new Semaphore(LONE, true);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ledger-slow-", 0).factory());

    SlowPath(Database database, LeftRows left, Duration deadline) {
        this.left = left;
        this.database = database;
        this.lookUp = new OutcomeLookUp(database, deadline);
    }

    /** Serves a tenant that {@code queue} set aside, until one of its transactions succeeds or nothing waits. */
    void alone(TenantId tenant, LaneQueue queue) {
        threads.execute(() -> {
            GroupCommit commit = new GroupCommit(database, left);
            boolean more = true;
            while (more) {
                List<PendingGrant> entries = queue.takeAlone(tenant);
                more = !entries.isEmpty() && !serve(commit, new Share(tenant, entries), queue);
            }
        });
    }

    private boolean serve(GroupCommit commit, Share share, LaneQueue queue) {
        try {
            lone.acquire();
        } catch (InterruptedException e) {
            refuse(share, Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down."));
            return false;
        }
        try {
            return settle(share, commit.run(List.of(share), true), queue);
        } catch (RuntimeException | Error e) {
            LOG.error("a slow-path transaction of the ledger failed", e);
            refuse(share, Lanes.unavailable(e));
            return false;
        } finally {
            lone.release();
        }
    }

    /** Answers the callers; true when the tenant is back in its lane. */
    private boolean settle(Share share, Outcome outcome, LaneQueue queue) {
        switch (outcome) {
            case Outcome.Committed(List<JudgedShare> groups, List<Share> unknown)
            when !groups.isEmpty() -> {
                groups.forEach(JudgedShare::tell);
                queue.done(share);
                return true;
            }
            case Outcome.Committed none -> refuse(share, Problem.notFound("tenant"));
            case Outcome.Undone(List<JudgedShare> groups, var none, RuntimeException cause) ->
                groups.forEach(group -> group.fail(cause));
            case Outcome.Unknown(List<JudgedShare> groups, var none, SQLException cause) -> lookUp(groups, cause);
            case Outcome.Unsent(SQLException cause) -> refuse(share, unsent(cause));
        }
        return false;
    }

    private static RuntimeException unsent(SQLException cause) {
        return SqlState.isContention(cause)
                ? Problem.of(ErrorCode.BUSY, "Another change of the tenant is still in progress; try again.")
                        .causedBy(cause)
                : Lanes.unavailable(cause);
    }

    private static void refuse(Share share, RuntimeException why) {
        share.entries().forEach(pending -> pending.refused(why));
    }

    /** Finds out whether the groups' transaction was committed, and answers their callers. */
    void lookUp(List<JudgedShare> groups, SQLException cause) {
        threads.execute(() -> {
            if (lookUp.isCommitted(groups)) {
                groups.forEach(JudgedShare::tell);
            } else {
                groups.forEach(group -> group.fail(Lanes.unavailable(cause)));
            }
        });
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
