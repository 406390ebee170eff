// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.util.Optional;
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
