// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static dev.stagedoor.dispatch.plan.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.dispatch.plan.Planner;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.jobs.Periodic;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The loop over due dispatches confines an error to the row that caused it (I7)")
@Tag("slow")
class DispatchRunnerTest {
    private static final TenantId GLOBEX = new TenantId("ten_00000000000000000000000002");

    private final TurnableClock clock = TurnableClock.at(at(0));
    private final CountDownLatch goodTaken = new CountDownLatch(1);
    private final AtomicInteger looked = new AtomicInteger();

    private void goesOn(Rows store) throws InterruptedException {
        Driver driver = new Driver(new Planner(DispatchTiming.STANDARD), store, new Nowhere(), clock);
        try (DispatchRunner runner = new DispatchRunner(store, store, driver, clock);
                Periodic jobs = new Periodic()) {
            jobs.start(runner.job());
            assertThat(goodTaken.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_due_dispatch_that_cannot_be_taken_does_not_stop_the_next() throws InterruptedException {
        goesOn(new Rows() {
            @Override
            void broken() {
                throw new IllegalStateException("a broken row");
            }
        });
    }

    @Test
    void nor_does_one_that_meets_an_error() throws InterruptedException {
        goesOn(new Rows() {
            @Override
            void broken() {
                throw new StackOverflowError("a broken row");
            }
        });
    }

    @Test
    void nor_does_one_of_another_tenant_that_hangs() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        goesOn(new Rows() {
            @Override
            void broken() {
                try {
                    over.await();
                } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        over.countDown();
    }

    @Test
    void an_error_while_looking_for_what_is_due_does_not_end_the_looking() throws InterruptedException {
        goesOn(new Rows() {
            @Override
            public List<DueRows.Row> round(Instant now, Set<TenantId> except, int most) {
                if (looked.getAndIncrement() == 0) {
                    throw new NoClassDefFoundError("a broken node");
                }
                return super.round(now, except, most);
            }

            @Override
            void broken() {}
        });
    }

    @Test
    void how_many_are_due_and_for_how_long_can_be_measured() throws InterruptedException {
        Rows store = new Rows() {
            @Override
            void broken() {}
        };
        Driver driver = new Driver(new Planner(DispatchTiming.STANDARD), store, new Nowhere(), clock);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (DispatchRunner runner = new DispatchRunner(store, store, driver, clock);
                Periodic jobs = new Periodic()) {
            runner.due().bindTo(registry);
            jobs.start(runner.job());
            assertThat(goodTaken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(store.measured.await(10, TimeUnit.SECONDS)).isTrue();
        }
        clock.turn(Duration.ofSeconds(3));

        assertThat(registry.get("stagedoor.job.backlog")
                        .tag("job", "dispatches")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("stagedoor.job.backlog.age").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    /** Two due rows of two tenants; the first is broken in some way. */
    private abstract class Rows implements DispatchStore, DueSource {
        final CountDownLatch measured = new CountDownLatch(2);
        private final DispatchId bad = DispatchId.next(at(0));
        private final DispatchId good = DispatchId.next(at(1));

        abstract void broken();

        @Override
        public List<DueRows.Row> round(Instant now, Set<TenantId> except, int most) {
            measured.countDown();
            return List.of(new DueRows.Row(Given.ACME, bad.value()), new DueRows.Row(GLOBEX, good.value()));
        }

        @Override
        public Backlog backlog(Instant now) {
            return new Backlog(2, at(0));
        }

        @Override
        public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
            if (id.equals(bad)) {
                broken();
            } else {
                goodTaken.countDown();
            }
            return Optional.empty();
        }

        @Override
        public int lostSince(TenantId tenant, Instant then) {
            throw new IllegalStateException("nothing is driven here");
        }

        @Override
        public Optional<Lease> save(Lease held, Dispatch next, Instant now, Instant nextAt, Instant leaseUntil) {
            throw new IllegalStateException("nothing is driven here");
        }
    }

    /** No LiveKit: nothing is driven here. */
    static final class Nowhere implements DispatchEnvironment {
        @Override
        public Authorization authorization(Dispatch dispatch, long epoch) {
            return Authorization.WITHDRAWN;
        }

        @Override
        public LiveKitRooms rooms(TenantId tenant, long credentialVersion) {
            throw new IllegalStateException("nothing is driven here");
        }
    }
}
