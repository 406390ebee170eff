// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a connection's thread waits for is done by another, as if by itself")
class AsideTest {
    @Test
    void it_runs_on_another_thread_and_its_result_is_returned() throws Exception {
        assertThat(Aside.call(Thread::currentThread)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void what_it_throws_is_thrown() {
        assertThatThrownBy(() -> Aside.call(() -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> Aside.run(() -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> Aside.run(() -> {
                    throw new AssertionError("no");
                }))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void an_interrupt_waits_for_its_end_and_is_not_lost() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            Aside.run(() -> {
                begun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("the work was interrupted", e);
                }
            });
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        begun.await();

        waiting.interrupt();
        mayEnd.countDown();

        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    }
}
