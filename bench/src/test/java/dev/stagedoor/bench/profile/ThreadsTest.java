// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private static final int MANY = 200;

    @Test
    void threads_of_the_platform_are_counted_and_virtual_ones_are_not() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2 * MANY);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < MANY; i++) {
            Thread.ofPlatform().daemon().start(() -> waiting(begun, end));
            Thread.ofVirtual().start(() -> waiting(begun, end));
        }
        begun.await();

        assertThat(Threads.of(ProcessHandle.current().pid())).isBetween(MANY, 2 * MANY);
        end.countDown();
    }

    private static void waiting(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_process_that_is_gone_has_none() {
        assertThat(Threads.of(Integer.MAX_VALUE)).isZero();
    }
}
