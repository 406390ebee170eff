// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    void an_interrupted_job_ends() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Periodic jobs = new Periodic();
        jobs.start(new Job("of the test", PAUSE, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException closed) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        jobs.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).as("it was told").isTrue();
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
