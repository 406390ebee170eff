// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** I7: a tenant whose work hangs delays no one else's. */
@Timeout(30)
class TenantTurnsTest {
    private static final TenantId ACME = TenantId.next(Instant.EPOCH);
    private static final TenantId GLOBEX = TenantId.next(Instant.EPOCH);

    private final BlockingQueue<Thing> done = new LinkedBlockingQueue<>();
    private final CountDownLatch acmeHangs = new CountDownLatch(1);
    private final CountDownLatch acmeGoesOn = new CountDownLatch(1);

    private record Thing(TenantId tenant, int number) {}

    private void work(Thing thing) {
        if (thing.number == 13) {
            throw new IllegalStateException("as asked");
        }
        if (thing.number == 14) {
            throw new StackOverflowError("as asked");
        }
        if (thing.equals(new Thing(ACME, 1))) {
            acmeHangs.countDown();
            try {
                acmeGoesOn.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        done.add(thing);
    }

    @Test
    void a_tenant_that_hangs_is_skipped_while_others_go_on() throws InterruptedException {
        try (TenantTurns<Thing> turns = new TenantTurns<>(Thing::tenant, this::work)) {
            turns.begin(List.of(new Thing(ACME, 1), new Thing(ACME, 2), new Thing(GLOBEX, 1)));

            acmeHangs.await();
            assertThat(done.take()).isEqualTo(new Thing(GLOBEX, 1));
            awaitIdle(turns, GLOBEX);
            assertThat(turns.busy()).contains(ACME);
            turns.begin(List.of(new Thing(ACME, 3), new Thing(GLOBEX, 2)));
            assertThat(done.take()).isEqualTo(new Thing(GLOBEX, 2));

            acmeGoesOn.countDown();
            assertThat(List.of(done.take(), done.take())).containsExactly(new Thing(ACME, 1), new Thing(ACME, 2));
        }
        assertThat(done).isEmpty();
    }

    @Test
    void a_failure_does_not_stop_the_tenants_other_work() throws InterruptedException {
        try (TenantTurns<Thing> turns = new TenantTurns<>(Thing::tenant, this::work)) {
            turns.begin(List.of(new Thing(GLOBEX, 13), new Thing(GLOBEX, 14), new Thing(GLOBEX, 2)));

            assertThat(done.take()).isEqualTo(new Thing(GLOBEX, 2));
        }
    }

    @Test
    void closing_lets_work_in_progress_finish_and_starts_no_more() throws InterruptedException {
        TenantTurns<Thing> turns = new TenantTurns<>(Thing::tenant, this::work);
        turns.begin(List.of(new Thing(ACME, 1), new Thing(ACME, 2)));
        acmeHangs.await();

        Thread closer = Closing.begun(turns);
        acmeGoesOn.countDown();
        closer.join();

        assertThat(done).containsExactly(new Thing(ACME, 1));
    }

    @Test
    void closing_interrupts_work_that_goes_on() throws InterruptedException {
        TenantTurns<Thing> turns = new TenantTurns<>(Thing::tenant, this::work);
        turns.begin(List.of(new Thing(ACME, 1), new Thing(ACME, 2)));
        acmeHangs.await();

        turns.close();

        awaitIdle(turns, ACME);
        assertThat(done).isEmpty();
    }

    /** A turn ends a moment after its last work: until then, more work of that tenant is skipped. */
    private static void awaitIdle(TenantTurns<Thing> turns, TenantId tenant) {
        while (turns.busy().contains(tenant)) {
            Thread.onSpinWait();
        }
    }
}
