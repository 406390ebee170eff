// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.kernel.Contained;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs periodically, each in its own virtual thread, until closed. A job that fails, even of an {@link Error},
 * runs again later.
 */
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final List<Thread> threads = new ArrayList<>();

    /** Runs the job now, and again each time its pause has passed since it returned. */
    public void start(Job job) {
        threads.add(Thread.ofVirtual().name("job-" + job.name()).start(() -> repeat(job)));
    }

    private static void repeat(Job job) {
        try {
            while (true) {
                Contained.run(LOG, "job " + job.name(), job.work()::run);
                TimeUnit.NANOSECONDS.sleep(job.pause().toNanos());
            }
        } catch (InterruptedException closed) {
            LOG.debug("job {} ends", job.name());
        }
    }

    /** Stops all jobs; a running one is interrupted. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
