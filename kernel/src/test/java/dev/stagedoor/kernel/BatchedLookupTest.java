// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flood of lookups is one small query at a time, and each is answered by a query that began after it. */
class BatchedLookupTest {
    @Test
    @Timeout(30)
    void who_asks_while_a_query_runs_shares_the_next_one() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger queries = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        BatchedLookup<Integer, Integer> squares = new BatchedLookup<>(keys -> {
            assertThat(atOnce.incrementAndGet()).isEqualTo(1);
            assertThat(keys).hasSizeLessThanOrEqualTo(256);
            queries.incrementAndGet();
            firstRuns.countDown();
            await(goOn);
            atOnce.decrementAndGet();
            return keys.stream().collect(Collectors.toMap(Function.identity(), key -> key * key));
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Integer>> first = threads.submit(() -> squares.get(-1));
            firstRuns.await();
            List<Future<Optional<Integer>>> flood = IntStream.range(0, 1000)
                    .mapToObj(i -> threads.submit(() -> squares.get(i)))
                    .toList();
            while (squares.waiting() < 1000) {
                Thread.onSpinWait();
            }
            goOn.countDown();

            assertThat(first.get()).contains(1);
            for (int i = 0; i < 1000; i++) {
                assertThat(flood.get(i).get()).contains(i * i);
            }
        }
        assertThat(queries).hasValue(1 + 4);
    }

    @Test
    void what_has_no_answer_is_asked_again_and_a_failure_is_told_to_who_waited() {
        AtomicInteger queries = new AtomicInteger();
        BatchedLookup<String, String> none = new BatchedLookup<>(keys -> {
            if (queries.incrementAndGet() == 3) {
                throw new IllegalStateException("the database is gone");
            }
            return Map.of();
        });

        assertThat(none.get("x")).isEmpty();
        assertThat(none.get("x")).isEmpty();
        assertThatThrownBy(() -> none.get("x")).hasMessage("the database is gone");
        assertThat(none.get("x")).isEmpty();
    }

    @Test
    @Timeout(30)
    void an_error_is_told_to_all_who_shared_the_query() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger queries = new AtomicInteger();
        BatchedLookup<String, String> failing = new BatchedLookup<>(keys -> {
            firstRuns.countDown();
            await(goOn);
            if (queries.incrementAndGet() > 1) {
                throw new OutOfMemoryError("as asked");
            }
            return Map.of();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<String>> first = threads.submit(() -> failing.get("first"));
            firstRuns.await();
            List<Future<Optional<String>>> sharing = Stream.of("a", "b")
                    .map(key -> threads.submit(() -> failing.get(key)))
                    .toList();
            while (failing.waiting() < 2) {
                Thread.onSpinWait();
            }
            goOn.countDown();

            assertThat(first.get()).isEmpty();
            assertThat(sharing)
                    .allSatisfy(one -> assertThatThrownBy(one::get)
                            .hasCauseInstanceOf(OutOfMemoryError.class)
                            .hasMessageContaining("as asked"));
        }
        assertThat(queries).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
