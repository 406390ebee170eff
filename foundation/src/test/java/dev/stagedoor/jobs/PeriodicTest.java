// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E5: a node that says it is ready does its work, whatever one run of it met. */
class PeriodicTest {
    private static final Duration PAUSE = Duration.ofMillis(1);

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
    void a_job_runs_again_after_whatever_it_threw(Class<? extends Throwable> thrown) throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        try (Periodic jobs = new Periodic()) {
            jobs.start(new Job("of the test", PAUSE, () -> {
                runs.countDown();
                throwAny(thrown);
            }));

            assertThat(runs.await(10, TimeUnit.SECONDS)).as("it ran again").isTrue();
        }
    }

    @Test
    void a_job_in_progress_may_finish() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        Periodic jobs = new Periodic();
        jobs.start(new Job("of the test", PAUSE, () -> {
            begun.countDown();
            if (waited(goesOn)) {
                finished.incrementAndGet();
            }
        }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        Thread closer = Closing.begun(jobs);
        goesOn.countDown();
        closer.join();

        assertThat(finished).as("runs that were not interrupted").hasValue(1);
    }

    @Test
    void a_job_that_goes_on_is_interrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Periodic jobs = new Periodic();
        jobs.start(new Job("of the test", PAUSE, () -> {
            begun.countDown();
            if (!waited(new CountDownLatch(1))) {
                interrupted.countDown();
            }
        }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        jobs.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).as("it was told").isTrue();
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void throwAny(Class<? extends Throwable> type) {
        try {
            Throwable thrown = type.getConstructor().newInstance();
            switch (thrown) {
                case Error error -> throw error;
                case RuntimeException failure -> throw failure;
                default -> throw new IllegalArgumentException(type.getName(), thrown);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
