// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Work on demand is done by one thread at a time, and what comes meanwhile is not missed")
class OnDemandTest {
    private final Semaphore done = new Semaphore(0);

    private boolean done(int times) throws InterruptedException {
        return done.tryAcquire(times, 30, TimeUnit.SECONDS);
    }

    @Test
    void it_is_done_once_for_all_that_comes_while_it_is_being_done() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        OnDemand work = new OnDemand("work", () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            begun.countDown();
            await(mayEnd);
            atOnce.decrementAndGet();
            done.release();
        });

        work.wake();
        begun.await();
        for (int i = 0; i < 100; i++) {
            work.wake();
        }
        mayEnd.countDown();

        assertThat(done(2)).isTrue();
        work.wake();
        assertThat(done(1)).isTrue();
        assertThat(done.availablePermits()).isZero();
        assertThat(most).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_call_is_followed_by_work() throws Exception {
        OnDemand work = new OnDemand("work", done::release);

        for (int i = 0; i < 1_000; i++) {
            work.wake();
            assertThat(done(1)).isTrue();
            done.drainPermits();
        }
    }
}
