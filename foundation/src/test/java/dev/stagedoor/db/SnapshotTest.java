// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("I7: a snapshot holds what a tenant has, not what a client asks for")
class SnapshotTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final AtomicInteger reads = new AtomicInteger();

    /** Finds names of at most three letters. */
    private final Facet<String, Optional<String>> short_ = new Facet<>("short", (tx, name) -> {
        reads.incrementAndGet();
        return Optional.of(name).filter(each -> each.length() <= 3);
    });

    @Test
    void what_is_there_is_read_once_and_what_is_absent_each_time() {
        Snapshots snapshots = new Snapshots(DB.database(), Clock.systemUTC());
        Snapshot snapshot = snapshots.of(TenantId.PLATFORM);

        for (int round = 0; round < 2; round++) {
            assertThat(snapshot.get(short_, "abc")).contains("abc");
            assertThat(snapshot.get(short_, "abcd")).isEmpty();
        }

        assertThat(reads).hasValue(3);
        assertThat(snapshots.size()).isOne();
    }

    @Test
    @DisplayName("many who miss the same part at once wait for one read: a change is no stampede (I7)")
    void one_reads_for_all() throws Exception {
        Snapshot snapshot = new Snapshots(DB.database(), Clock.systemUTC()).of(TenantId.PLATFORM);
        List<Thread> followers = new CopyOnWriteArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        Facet<String, String> slow = new Facet<>("slow", (tx, key) -> {
            reads.incrementAndGet();
            begun.countDown();
            while (followers.size() < 8
                    || followers.stream().anyMatch(each -> each.getState() == Thread.State.RUNNABLE)) {
                Thread.onSpinWait();
            }
            return key;
        });

        CompletableFuture<String> leader = CompletableFuture.supplyAsync(() -> snapshot.get(slow, "abc"));
        begun.await();
        List<CompletableFuture<String>> told = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CompletableFuture<String> one = new CompletableFuture<>();
            told.add(one);
            followers.add(Thread.ofPlatform().start(() -> one.complete(snapshot.get(slow, "abc"))));
        }

        assertThat(leader).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("abc");
        told.forEach(
                one -> assertThat(one).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("abc"));
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_great_many_values_fill_it_no_further_than_its_bound() {
        Snapshots snapshots = new Snapshots(DB.database(), Clock.systemUTC());
        Facet<Integer, Integer> any = new Facet<>("any", (tx, number) -> number);
        DB.database().holding(TenantId.PLATFORM, () -> {
            Snapshot snapshot = snapshots.of(TenantId.PLATFORM);
            for (int i = 0; i < 100_000; i++) {
                assertThat(snapshot.get(any, i)).isEqualTo(i);
            }
            assertThat(snapshot.size()).isBetween(20_000, 40_000);
            return true;
        });
    }

    @Test
    void what_is_asked_for_again_and_again_is_read_once_however_much_else_is() {
        Snapshots snapshots = new Snapshots(DB.database(), Clock.systemUTC());
        AtomicInteger reads = new AtomicInteger();
        Facet<Integer, Integer> counted = new Facet<>("counted", (tx, number) -> {
            if (number < 0) {
                reads.incrementAndGet();
            }
            return number;
        });
        DB.database().holding(TenantId.PLATFORM, () -> {
            Snapshot snapshot = snapshots.of(TenantId.PLATFORM);
            for (int i = 0; i < 100_000; i++) {
                snapshot.get(counted, i);
                // Not from the beginning: it is full already.
                if (i > 50_000) {
                    snapshot.get(counted, -1 - i % 10);
                }
            }
            return true;
        });

        assertThat(reads).hasValue(10);
    }

    @Test
    void what_many_ask_for_at_a_time_is_read_together_and_what_is_not_there_is_empty() {
        Snapshot snapshot = new Snapshots(DB.database(), Clock.systemUTC()).of(TenantId.PLATFORM);
        Map<Integer, CompletableFuture<Optional<String>>> answers = new ConcurrentHashMap<>();
        List<Thread> followers = new CopyOnWriteArrayList<>();
        List<Facet<Integer, Optional<String>>> even = new CopyOnWriteArrayList<>();
        List<List<Integer>> read = new CopyOnWriteArrayList<>();
        even.add(Facet.ofMany("even", (tx, numbers) -> {
            read.add(numbers);
            if (numbers.contains(1)) {
                for (int number = 2; number < 50; number++) {
                    int asked = number;
                    answers.put(asked, new CompletableFuture<>());
                    followers.add(Thread.ofPlatform()
                            .start(() -> answers.get(asked).complete(snapshot.get(even.getFirst(), asked))));
                }
                while (followers.stream().anyMatch(each -> each.getState() == Thread.State.RUNNABLE)) {
                    Thread.onSpinWait();
                }
            }
            return numbers.stream()
                    .filter(number -> number % 2 == 0)
                    .collect(Collectors.toMap(Function.identity(), String::valueOf));
        }));

        assertThat(snapshot.get(even.getFirst(), 1)).isEmpty();

        answers.forEach((number, answer) -> assertThat(answer)
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(number % 2 == 0 ? Optional.of(String.valueOf(number)) : Optional.empty()));
        assertThat(answers).hasSize(48);
        assertThat(read)
                .as("one for the first, and one for all that came meanwhile")
                .hasSize(2);
    }
}
