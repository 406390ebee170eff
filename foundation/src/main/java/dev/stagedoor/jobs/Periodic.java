// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.kernel.Contained;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs periodically, each in its own virtual thread, until closed. A job that fails, even of an {@link Error},
 * runs again later.
 */
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    /** How long a job in progress may go on when it is closed. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Runs the job now, and again each time its pause has passed since it returned. */
    public void start(Job job) {
        threads.add(Thread.ofVirtual().name("job-" + job.name()).start(() -> repeat(job)));
    }

    private void repeat(Job job) {
        try {
            do {
                Contained.run(LOG, "job " + job.name(), job.work()::run);
            } while (!closing.await(job.pause().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException closed) {
            LOG.debug("job {} ends", job.name());
        }
    }

    /**
     * Starts no job again, and waits a moment for those in progress. What still runs then is interrupted: in the middle
     * of a statement, that costs its connection to the database.
     */
    @Override
    public void close() {
        closing.countDown();
        long end = System.nanoTime() + GRACE.toNanos();
        for (Thread thread : threads) {
            try {
                if (!thread.join(Duration.ofNanos(end - System.nanoTime()))) {
                    thread.interrupt();
                }
            } catch (InterruptedException hurried) {
                threads.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
