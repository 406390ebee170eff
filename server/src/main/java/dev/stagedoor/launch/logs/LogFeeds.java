// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.stream.SharedLooks;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** The workers whose output is being followed on this node, each seen by the number of its newest line. */
public final class LogFeeds implements SharedLooks.Source<WorkerLogs.Which, Long> {
    private static final Principal.SystemJob BY = new Principal.SystemJob("feeds", "feeds");
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Ledger ledger;
    private final BiPredicate<Tx, String> isOver;

    /** {@code isOver} says whether a worker will write nothing any more. */
    public LogFeeds(Ledger ledger, BiPredicate<Tx, String> isOver) {
        this.ledger = ledger;
        this.isOver = isOver;
    }

    @Override
    public SharedLooks.Seen<Long> look(WorkerLogs.Which which) {
        try {
            return ledger.read(BY, which.tenant(), tx -> {
                boolean over = isOver.test(tx, which.worker());
                return new SharedLooks.Seen<>(WorkerLogs.newest(tx, which.worker()), over);
            });
        } catch (Problem problem) {
            if (problem.code() != ErrorCode.NOT_FOUND) {
                throw problem;
            }
            return new SharedLooks.Seen<>(0L, true);
        }
    }

    @Override
    public SharedLooks.Pause pause(WorkerLogs.Which which) {
        return () -> TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
}
