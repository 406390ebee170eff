// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.lane.GroupCommit.Outcome;
import dev.stagedoor.audit.lane.LaneQueue.Share;
import dev.stagedoor.kernel.Contained;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: takes the queued entries, commits them as a group, answers the callers, and repeats. It never waits for a
 * locked row or for the outcome of a lost connection; {@link SlowPath} does.
 */
final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final LaneQueue queue;
    private final Function<List<Share>, Outcome> commit;
    private final SlowPath slowPath;
    private final Thread thread;

    /** The queue is closed and empty. Only the lane's thread has it. */
    private boolean drained;

    /** {@code commit} runs one transaction for a group. */
    Lane(String name, LaneQueue queue, Function<List<Share>, Outcome> commit, SlowPath slowPath) {
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
            while (!drained) {
                Contained.run(LOG, "a round of the ledger's group commit", this::round);
            }
        } catch (InterruptedException e) {
            LOG.warn(
                    "{} was interrupted before its queue was empty",
                    Thread.currentThread().getName());
        }
    }

    private void round() throws InterruptedException {
        List<Share> shares = queue.take();
        drained = shares.isEmpty();
        if (!drained) {
            work(shares);
        }
    }

    private void work(List<Share> shares) {
        try {
            Outcome outcome = commit.apply(shares);
            if (outcome instanceof Outcome.Unsent) {
                // The pooled connection was dead and nothing was sent, so retrying repeats nothing.
                outcome = commit.apply(shares);
            }
            settle(shares, outcome);
        } catch (RuntimeException | Error e) {
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
