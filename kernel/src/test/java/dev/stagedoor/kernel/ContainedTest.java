// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ContainedTest {
    @Test
    void a_failure_is_told_and_contained() throws InterruptedException {
        assertThat(run(() -> {
                    throw new IllegalStateException("as asked");
                }))
                .isFalse();
    }

    @Test
    void what_interrupted_work_throws_is_its_end_and_no_failure() {
        IllegalStateException closed = new IllegalStateException("closed by interrupt");

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> run(() -> {
                    Thread.currentThread().interrupt();
                    throw closed;
                }))
                .withCause(closed);
        assertThat(Thread.interrupted())
                .as("the flag is left to whoever reads it")
                .isTrue();
    }

    private static boolean run(Contained.Work work) throws InterruptedException {
        return Contained.run(LoggerFactory.getLogger(ContainedTest.class), "work of the test", work);
    }
}
