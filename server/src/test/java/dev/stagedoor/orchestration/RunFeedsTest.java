// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Readers of a run hear from memory what this node has stored, and look up whatever is not there (R3, I7)")
class RunFeedsTest {
    private static final String RUN = "run_1";

    private final RunFeeds feeds = new RunFeeds();

    private static RunEvent event(long seq) {
        return new RunEvent(seq, "chunk", "{\"data\":\"" + seq + "\"}");
    }

    private static List<RunEvent> events(long first, long last) {
        List<RunEvent> all = new ArrayList<>();
        for (long seq = first; seq <= last; seq++) {
            all.add(event(seq));
        }
        return all;
    }

    private static List<RunEvent> heard(RunFeeds.Reader reader, long after) {
        return reader.news(after).orElseThrow().events();
    }

    @Test
    void what_is_stored_is_heard_in_its_order_and_need_not_be_looked_up() throws Exception {
        try (RunFeeds.Reader reader = feeds.join(RUN)) {
            feeds.stored(RUN, events(1, 2));
            assertThat(reader.await(0)).as("to be looked up").isFalse();
            assertThat(heard(reader, 0)).isEqualTo(events(1, 2));

            feeds.stored(RUN, events(3, 3));
            assertThat(reader.await(2)).isFalse();
            assertThat(heard(reader, 2)).isEqualTo(events(3, 3));
            assertThat(heard(reader, 3)).isEmpty();
        }
    }

    @Test
    void one_that_waits_is_woken() throws Exception {
        try (RunFeeds.Reader reader = feeds.join(RUN)) {
            feeds.stored(RUN, events(1, 1));
            assertThat(reader.await(0)).isFalse();
            CompletableFuture<Boolean> looks = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return reader.await(1);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    Thread::startVirtualThread);

            feeds.stored(RUN, events(2, 2));

            assertThat(looks.get(30, TimeUnit.SECONDS)).isFalse();
            assertThat(heard(reader, 1)).isEqualTo(events(2, 2));
        }
    }

    @Test
    void what_came_before_or_was_stored_elsewhere_is_looked_up() throws Exception {
        try (RunFeeds.Reader reader = feeds.join(RUN)) {
            feeds.stored(RUN, events(5, 6));
            assertThat(reader.await(2)).as("3 and 4 are not here").isTrue();
            assertThat(heard(reader, 4)).isEqualTo(events(5, 6));

            feeds.stored(RUN, events(9, 9));
            assertThat(heard(reader, 6)).as("7 and 8 are not here").isEmpty();
            assertThat(heard(reader, 8)).isEqualTo(events(9, 9));

            feeds.left(RUN);
            assertThat(reader.await(9)).as("another node executes it").isTrue();
        }
    }

    @Test
    void many_events_or_large_ones_are_not_kept() throws Exception {
        try (RunFeeds.Reader reader = feeds.join(RUN)) {
            feeds.stored(RUN, events(1, 1_000));
            assertThat(heard(reader, 0)).isEmpty();
            assertThat(heard(reader, 999)).isEqualTo(events(1_000, 1_000));
            assertThat(heard(reader, 900)).isEmpty();

            feeds.stored(RUN, List.of(new RunEvent(1_001, "chunk", "x".repeat(1 << 20))));
            assertThat(heard(reader, 1_000)).isEmpty();
            assertThat(reader.await(1_000)).isTrue();
        }
    }

    @Test
    void nothing_is_kept_without_a_reader() {
        feeds.join(RUN).close();
        feeds.stored(RUN, events(1, 1));

        try (RunFeeds.Reader reader = feeds.join(RUN)) {
            assertThat(heard(reader, 0)).isEmpty();
        }
    }

    /** Fails so often, with that code, and then answers. */
    private static Callable<String> failing(int times, ErrorCode code) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> {
            if (left.getAndDecrement() > 0) {
                throw Problem.of(code, "It fails.");
            }
            return "news";
        };
    }

    @Test
    void a_reader_stays_while_the_server_is_too_busy_to_look_up_for_it() throws Exception {
        RunFeeds busy = new RunFeeds(List.of(Duration.ofMillis(1), Duration.ofMillis(1)));
        try (RunFeeds.Reader reader = busy.join(RUN)) {
            assertThat(reader.read(failing(2, ErrorCode.BUSY))).contains("news");
            assertThat(reader.read(failing(3, ErrorCode.BUSY))).isEmpty();
            assertThat(reader.read(failing(1, ErrorCode.NOT_FOUND))).isEmpty();
        }
    }
}
