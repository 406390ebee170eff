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
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The loop over due dispatches confines an error to the row that caused it. */
class DispatchRunnerTest {
    private final CountDownLatch secondTaken = new CountDownLatch(1);

    @Test
    void a_due_dispatch_that_cannot_be_taken_does_not_stop_the_next() throws InterruptedException {
        DispatchStore store = new FirstIsBroken();
        TurnableClock clock = TurnableClock.at(at(0));
        Driver driver = new Driver(new Planner(DispatchTiming.STANDARD), store, new Nowhere(), clock);

        try (DispatchRunner runner = new DispatchRunner(store, driver, clock)) {
            runner.start();
            assertThat(secondTaken.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private final class FirstIsBroken implements DispatchStore {
        private final DispatchId broken = DispatchId.next(at(0));
        private final DispatchId good = DispatchId.next(at(1));

        @Override
        public List<Due> due(Instant now, int limit) {
            return List.of(new Due(Given.ACME, broken), new Due(Given.ACME, good));
        }

        @Override
        public Optional<Lease> take(TenantId tenant, DispatchId id, Instant now, Duration lease) {
            if (id.equals(broken)) {
                throw new IllegalStateException("a broken row");
            }
            secondTaken.countDown();
            return Optional.empty();
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
