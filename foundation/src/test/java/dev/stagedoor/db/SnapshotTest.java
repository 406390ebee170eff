// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
            for (int i = 0; i < 20_000; i++) {
                assertThat(snapshot.get(any, i)).isEqualTo(i);
            }
            assertThat(snapshot.size()).isEqualTo(10_000);
            return true;
        });
    }
}
