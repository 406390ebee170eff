// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.lane.GroupCommit.Outcome;
import dev.stagedoor.audit.lane.LaneQueue.Share;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: takes the queued entries, commits them as a group, answers the callers, and repeats. It never waits for a
 * locked row or for the outcome of a lost connection; {@link SlowPath} does.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final LaneQueue queue;
    private final GroupCommit commit;
    private final SlowPath slowPath;
    private final Thread thread;

    Lane(String name, LaneQueue queue, GroupCommit commit, SlowPath slowPath) {
        this.queue = queue;
        this.commit = commit;
        this.slowPath = slowPath;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    void put(PendingGrant pending) {
        queue.put(pending);
    }

    /** The number of entries waiting. */
    int waiting() {
        return queue.size();
    }

    private void run() {
        try {
            for (List<Share> shares = queue.take(); !shares.isEmpty(); shares = queue.take()) {
                work(shares);
            }
        } catch (InterruptedException e) {
            LOG.warn(
                    "{} was interrupted before its queue was empty",
                    Thread.currentThread().getName());
        }
    }

    private void work(List<Share> shares) {
        try {
            Outcome outcome = commit.run(shares, false);
            if (outcome instanceof Outcome.Unsent) {
                // The pooled connection was dead and nothing was sent, so retrying repeats nothing.
                outcome = commit.run(shares, false);
            }
            settle(shares, outcome);
        } catch (RuntimeException e) {
            LOG.error("a group commit of the ledger failed", e);
            fail(shares, Lanes.unavailable(e));
        }
    }

    private void settle(List<Share> shares, Outcome outcome) {
        switch (outcome) {
            case Outcome.Committed(List<JudgedShare> groups, List<Share> locked) -> {
                groups.forEach(JudgedShare::tell);
                groups.forEach(group -> queue.done(group.share()));
                locked.forEach(this::locked);
            }
            case Outcome.Undone(List<JudgedShare> groups, List<Share> locked, RuntimeException cause) -> {
                LOG.warn("a group commit of {} tenants was rolled back", groups.size(), cause);
                if (groups.size() > 1) {
                    groups.forEach(group -> queue.suspect(group.share()));
                } else {
                    groups.forEach(group -> group.fail(cause));
                    groups.forEach(group -> queue.failed(group.share()));
                }
                locked.forEach(this::locked);
            }
            case Outcome.Unknown(List<JudgedShare> groups, List<Share> locked, var cause) -> {
                LOG.warn("the outcome of a group commit of {} tenants is unknown", groups.size(), cause);
                groups.forEach(group -> queue.failed(group.share()));
                locked.forEach(this::locked);
                slowPath.lookUp(groups, cause);
            }
            case Outcome.Unsent(var cause) -> {
                LOG.warn("the database is unreachable for the ledger", cause);
                fail(shares, Lanes.unavailable(cause));
            }
        }
    }

    private void locked(Share share) {
        if (queue.locked(share)) {
            slowPath.alone(share.tenant(), queue);
        }
    }

    private void fail(List<Share> shares, RuntimeException why) {
        for (Share share : shares) {
            share.entries().forEach(pending -> pending.refused(why));
            queue.failed(share);
        }
    }

    /** Accepts no more entries and finishes those queued, within {@code patience}. */
    void close(Duration patience) {
        queue.close();
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
