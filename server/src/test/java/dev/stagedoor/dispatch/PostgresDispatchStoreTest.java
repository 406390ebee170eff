// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.dispatch.plan.Planner;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Rounds;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dispatches in PostgreSQL: the contract, and one live dispatch per room and agent name. */
class PostgresDispatchStoreTest extends DispatchStoreContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Principal JOB = TestNode.job();
    private static final TurnableClock CLOCK = TurnableClock.at(Given.START);
    private static TestNode node;
    private static TestNode other;

    private TenantId acme = Given.ACME;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
        other = node.another();
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @Override
    TenantId tenant() {
        acme = node.tenant().id();
        return acme;
    }

    @Override
    DispatchStore store() {
        return new PostgresDispatchStore(node.on().ledger());
    }

    @Override
    DueSource due() {
        return DueSource.of(DispatchLeaseStore.DUE, node.on().database());
    }

    @Override
    void insert(Dispatch dispatch, Instant leaseUntil, List<DispatchId> waitsFor) {
        node.on().ledger().store(JOB, dispatch.tenant(), tx -> {
            DispatchRowStore.insert(tx, dispatch, leaseUntil, waitsFor);
            return dispatch;
        });
    }

    @Override
    boolean ask(Dispatch dispatch, EndReason reason, Instant now) {
        return node.on()
                .ledger()
                .store(JOB, dispatch.tenant(), tx -> DispatchRowStore.ask(tx, dispatch.id(), reason, now));
    }

    private static Dispatches door(TestNode node) {
        PostgresDispatchStore store = new PostgresDispatchStore(node.on().ledger());
        Driver driver = new Driver(new Planner(DispatchTiming.STANDARD), store, new Nowhere(), CLOCK);
        return new Dispatches(
                node.on().ledger(),
                new DispatchRunner(
                        store, DueSource.of(DispatchLeaseStore.DUE, node.on().database()), driver, CLOCK),
                new DispatchWatches(),
                (tx, one, other) -> one == other,
                CLOCK);
    }

    /** No LiveKit: nothing is driven here. */
    private static final class Nowhere implements DispatchEnvironment {
        @Override
        public Authorization authorization(Dispatch dispatch, long epoch) {
            return Authorization.WITHDRAWN;
        }

        @Override
        public LiveKitRooms rooms(TenantId tenant, long credentialVersion) {
            throw new IllegalStateException("nothing is driven here");
        }
    }

    private Dispatches.Requested request(TestNode by, String room) {
        Dispatches door = door(by);
        return by.on().ledger().change(JOB, acme, change -> {
            Dispatches.Requested requested = door.request(change, spec(room, change.now()));
            String id = requested.dispatch().id().value();
            change.append(Draft.of(JOB, change.now(), "dispatch.request", id, "{}"));
            return requested;
        });
    }

    @Test
    void who_asks_at_the_same_time_on_two_nodes_gets_the_receipt_of_the_first() throws Exception {
        for (int round = 0; round < Rounds.of(10); round++) {
            List<Dispatches.Requested> all = raced("lobby-" + round);

            assertThat(all.stream().filter(Dispatches.Requested::isNew)).hasSize(1);
            assertThat(all.stream().map(requested -> requested.dispatch().id()).distinct())
                    .hasSize(1);
        }
    }

    private List<Dispatches.Requested> raced(String room) throws Exception {
        CountDownLatch all = new CountDownLatch(4);
        List<Future<Dispatches.Requested>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int asker = 0; asker < 4; asker++) {
                TestNode by = asker % 2 == 0 ? node : other;
                Callable<Dispatches.Requested> work = () -> {
                    all.countDown();
                    all.await();
                    return request(by, room);
                };
                asked.add(threads.submit(work));
            }
        }
        List<Dispatches.Requested> answers = new ArrayList<>();
        for (Future<Dispatches.Requested> one : asked) {
            answers.add(one.get());
        }
        return answers;
    }

    @Test
    void another_agent_name_or_room_or_tenant_is_another_dispatch() {
        Dispatches.Requested first = request(node, "lobby");
        Dispatches.Requested elsewhere = request(node, "stage");
        acme = node.tenant().id();
        Dispatches.Requested others = request(node, "lobby");

        assertThat(List.of(first, elsewhere, others)).allMatch(Dispatches.Requested::isNew);
    }

    @Test
    void the_next_one_is_new_and_knows_when_the_last_ended() {
        Dispatch first = request(node, "lobby").dispatch();
        Instant ended = CLOCK.instant().plusSeconds(3);
        DispatchStore.Lease lease = store().take(
                        acme, first.id(), CLOCK.instant().plus(Driver.LEASE), Duration.ofSeconds(12))
                .orElseThrow();
        store().save(lease, first.ended(EndReason.CANCELLED, ended), ended, ended, ended);

        Dispatches.Requested next = request(node, "lobby");
        assertThat(next.isNew()).isTrue();
        assertThat(next.dispatch().spec().schedule().earlierEndedAt()).isEqualTo(ended);
    }

    @Test
    void the_table_itself_refuses_a_second_live_one() {
        request(node, "lobby");
        Dispatch second = Dispatch.requested(DispatchId.next(CLOCK.instant()), acme, spec("lobby", CLOCK.instant()));

        assertThatThrownBy(() -> insert(second, CLOCK.instant(), List.of())).hasMessageContaining("dispatches_live");
    }
}
