// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.idempotency;

import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A repeated request does not repeat its work. */
class IdempotencyTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final IdempotencyKey KEY = new IdempotencyKey("order-1", "hash");
    private static final Idempotency.Outcome NOTHING_STANDS = (tx, ids) -> false;
    private static TestNode node;

    private final AtomicInteger done = new AtomicInteger();
    private TenantId acme = TenantId.PLATFORM;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @BeforeEach
    void aTenant() {
        acme = node.tenant().id();
    }

    @Test
    void the_second_request_gets_the_ids_of_the_first_and_leaves_no_entry() {
        assertThat(send(node, KEY)).isEqualTo("made 1");
        long entries = entries();

        assertThat(send(node, KEY)).isEqualTo("1 again");
        assertThat(done).hasValue(1);
        assertThat(entries()).isEqualTo(entries);
    }

    @Test
    void another_request_with_the_key_is_refused() {
        send(node, KEY);

        assertProblem(ErrorCode.IDEMPOTENCY_CONFLICT, () -> send(node, new IdempotencyKey("order-1", "other hash")));
        assertThat(send(node, new IdempotencyKey("order-2", "hash"))).isEqualTo("made 2");
    }

    @Test
    void requests_at_once_on_two_nodes_do_the_work_once() throws Exception {
        TestNode other = node.another();
        List<Callable<String>> requests = IntStream.range(0, 16)
                .<Callable<String>>mapToObj(i -> () -> send(i % 2 == 0 ? node : other, KEY))
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> answers =
                    threads.invokeAll(requests).stream().map(Future::resultNow).toList();
            assertThat(answers).containsOnlyOnce("made 1").contains("1 again").hasSize(16);
            assertThat(answers.stream().distinct()).hasSize(2);
        }
        assertThat(done).hasValue(1);
    }

    @Test
    void work_that_failed_is_done_by_the_next_request() {
        assertThatThrownBy(() -> node.on()
                        .idempotency()
                        .once(
                                TestNode.job(),
                                acme,
                                Optional.of(KEY),
                                change -> {
                                    throw new IllegalStateException("the work failed");
                                },
                                ids -> "again"))
                .hasMessage("the work failed");

        assertThat(send(node, KEY)).isEqualTo("made 1");
    }

    @Test
    void a_key_whose_outcome_stands_no_more_is_free_for_the_same_request_and_no_other() {
        send(node, KEY);

        assertProblem(
                ErrorCode.IDEMPOTENCY_CONFLICT,
                () -> once(node, Optional.of(new IdempotencyKey("order-1", "other hash")), NOTHING_STANDS));
        assertThat(once(node, Optional.of(KEY), NOTHING_STANDS)).isEqualTo("made 2");
        assertThat(send(node, KEY)).isEqualTo("2 again");
    }

    @Test
    void a_key_is_each_tenants_own() {
        send(node, KEY);
        acme = node.tenant().id();

        assertThat(send(node, KEY)).isEqualTo("made 2");
    }

    @Test
    void without_a_key_the_work_is_always_done() {
        assertThat(once(node, Optional.empty())).isEqualTo("made 1");
        assertThat(once(node, Optional.empty())).isEqualTo("made 2");
    }

    @Test
    void a_key_is_remembered_for_a_day_and_then_purged() {
        send(node, KEY);
        CLOCK.turn(Idempotency.KEPT.minusSeconds(1));
        assertThat(send(node, KEY)).isEqualTo("1 again");
        assertThat(rows()).isEqualTo(1);

        CLOCK.turn(Duration.ofSeconds(1));
        assertThat(node.on().idempotency().purge(TestNode.job())).isPositive();
        assertThat(rows()).isZero();
        assertThat(send(node, KEY)).isEqualTo("made 2");
    }

    @Test
    void a_key_that_grew_old_unpurged_gives_way() {
        send(node, KEY);
        CLOCK.turn(Idempotency.KEPT);

        assertThat(send(node, KEY)).isEqualTo("made 2");
        assertThat(send(node, KEY)).isEqualTo("2 again");
    }

    private String send(TestNode on, IdempotencyKey key) {
        return once(on, Optional.of(key));
    }

    private String once(TestNode on, Optional<IdempotencyKey> key) {
        return once(on, key, Idempotency.Outcome.FINAL);
    }

    private String once(TestNode on, Optional<IdempotencyKey> key, Idempotency.Outcome stands) {
        return on.on()
                .idempotency()
                .once(
                        TestNode.job(),
                        on.on().snapshots().fresh(acme).proof(),
                        key,
                        stands,
                        change -> {
                            String id = String.valueOf(done.incrementAndGet());
                            change.append(Draft.of(TestNode.job(), change.now(), "order.create", id, "{}"));
                            return new Made<>("made " + id, Map.of("order", id));
                        },
                        ids -> Objects.requireNonNull(ids.get("order")) + " again");
    }

    private long entries() {
        return node.on().ledger().read(TestNode.job(), acme, tx -> tx.row().seq());
    }

    private long rows() {
        return node.count("SELECT count(*) FROM idempotency_keys WHERE tenant_id = '" + acme + "'");
    }
}
