// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.stream.SharedLooks.Pause;
import dev.stagedoor.http.stream.SharedLooks.Reader;
import dev.stagedoor.http.stream.SharedLooks.Seen;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I7: however many readers follow the same, one look serves them all")
class SharedLooksTest {
    private final BlockingQueue<Supplier<Seen<Integer>>> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Semaphore next = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final SharedLooks<String, Integer> shared = new SharedLooks<>("test", new SharedLooks.Source<>() {
        @Override
        public Seen<Integer> look(String what) {
            looks.incrementAndGet();
            return answers.remove().get();
        }

        @Override
        public Pause pause(String what) {
            return new Pause() {
                @Override
                public void await() throws InterruptedException {
                    next.acquire();
                }

                @Override
                public void close() {
                    ended.countDown();
                }
            };
        }
    });

    private void willSee(int state, boolean over) {
        answers.add(() -> new Seen<>(state, over));
    }

    @Test
    void two_readers_are_served_by_one_look() throws InterruptedException {
        willSee(1, false);
        willSee(2, false);
        try (Reader<Integer> one = shared.join("call");
                Reader<Integer> other = shared.join("call")) {
            assertThat(one.await(state -> state >= 1).state()).isEqualTo(1);
            next.release();
            assertThat(one.await(state -> state >= 2).state()).isEqualTo(2);
            assertThat(other.await(state -> state >= 2).state()).isEqualTo(2);
            assertThat(looks).hasValue(2);
        }
    }

    @Test
    void a_look_that_fails_is_tried_again() throws InterruptedException {
        answers.add(() -> {
            throw new IllegalStateException("the database is away");
        });
        willSee(1, false);
        next.release();
        try (Reader<Integer> reader = shared.join("call")) {
            assertThat(reader.await(state -> state == 1).over()).isFalse();
        }
    }

    @Test
    void the_end_reaches_whoever_waits_for_more_and_ends_the_looks() throws InterruptedException {
        willSee(1, true);
        try (Reader<Integer> reader = shared.join("call")) {
            assertThat(reader.await(state -> state > 1)).isEqualTo(new Seen<>(1, true));
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void the_looks_end_with_the_last_reader() throws InterruptedException {
        willSee(1, false);
        Reader<Integer> reader = shared.join("call");
        reader.await(state -> state == 1);

        reader.close();
        next.release();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(looks).hasValue(1);
    }
}
