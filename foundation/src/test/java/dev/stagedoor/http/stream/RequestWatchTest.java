// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The watch over slow clients, by itself. */
class RequestWatchTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @Test
    void an_error_at_one_client_does_not_end_the_watch_over_the_others() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (RequestWatch watch = new RequestWatch(SOON, SOON)) {
            Thread unlucky =
                    new Thread(() -> {
                        watch.requestBegins();
                        awaits(over);
                    }) {
                        @Override
                        public void interrupt() {
                            failed.countDown();
                            throw new OutOfMemoryError("as asked");
                        }
                    };
            unlucky.start();
            assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                watch.requestBegins();
                interrupted.complete(!awaits(over));
            });
            assertThat(interrupted).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
        } finally {
            over.countDown();
        }
    }

    /** False if the thread was interrupted. */
    private static boolean awaits(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
