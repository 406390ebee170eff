package dev.stagedoor.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs periodically, each in its own virtual thread, until closed. A job that fails runs again later. */
public final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final List<Thread> threads = new ArrayList<>();

    /** Runs the job now, and then again each time {@code pause} after it returned. */
    public void every(Duration pause, String name, Runnable job) {
        threads.add(Thread.ofVirtual().name("job-" + name).start(() -> repeat(pause, name, job)));
    }

    private static void repeat(Duration pause, String name, Runnable job) {
        try {
            while (true) {
                run(name, job);
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        } catch (InterruptedException closed) {
            LOG.debug("job {} ends", name);
        }
    }

    private static void run(String name, Runnable job) {
        try {
            job.run();
        } catch (RuntimeException e) {
            LOG.warn("job {} failed; it will run again", name, e);
        }
    }

    /** Stops all jobs; a running one is interrupted. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
