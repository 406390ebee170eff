// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes the readers of a run's events when this node has stored some; what another node stored is seen soon after. */
final class RunFeeds {
    private static final Duration ELSEWHERE = Duration.ofMillis(300);

    private static final Logger LOG = LoggerFactory.getLogger(RunFeeds.class);

    private final Map<String, Bell> bells = new ConcurrentHashMap<>();

    private static final class Bell {
        private int readers;
        private long rung;
    }

    /** One reader; waits for news. */
    final class Reader implements AutoCloseable {
        private final String run;
        private final Bell bell;
        private long heard;

        private Reader(String run, Bell bell) {
            this.run = run;
            this.bell = bell;
        }

        /** Returns when something was stored since the last time, and after a while in any case. */
        void await() throws InterruptedException {
            synchronized (bell) {
                if (bell.rung == heard) {
                    bell.wait(ELSEWHERE.toMillis());
                }
                heard = bell.rung;
            }
        }

        /**
         * Reads on another thread: this one is interrupted when its client leaves, and an interrupt closes the
         * connection to the database under a statement. Empty if reading failed: the client comes back for the rest.
         */
        <T> Optional<T> read(Callable<T> look) throws InterruptedException {
            FutureTask<T> task = new FutureTask<>(look);
            Thread.ofVirtual().name("run-feed").start(task);
            try {
                return Optional.of(task.get());
            } catch (ExecutionException failed) {
                LOG.debug("a stream of events ends early", failed.getCause());
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            bells.computeIfPresent(run, (id, held) -> --held.readers == 0 ? null : held);
        }
    }

    Reader join(String run) {
        Bell bell = bells.compute(run, (id, held) -> {
            Bell one = held == null ? new Bell() : held;
            one.readers++;
            return one;
        });
        return new Reader(run, bell);
    }

    /** Something of that run was stored. */
    void ring(String run) {
        Bell bell = bells.get(run);
        if (bell != null) {
            synchronized (bell) {
                bell.rung++;
                bell.notifyAll();
            }
        }
    }
}
