// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I7: passwords are hashed by turns of the tenants, on few threads")
class HashTurnsTest {
    private static final TenantId ACME = new TenantId(Ids.next("ten", Instant.EPOCH));
    private static final TenantId GLOBEX = new TenantId(Ids.next("ten", Instant.EPOCH));

    private final HashTurns turns = new HashTurns(1);
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Thread> callers = new ArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void close() {
        turns.close();
    }

    /** Enters, and begins to wait for its turn. */
    private void ask(TenantId tenant, String name) {
        HashTurns.Place place = turns.enter(tenant);
        Thread caller = Thread.startVirtualThread(() -> {
            try (place) {
                place.call(() -> {
                    open.await();
                    return done.add(name);
                });
            }
        });
        callers.add(caller);
        while (caller.getState() == Thread.State.NEW || caller.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
    }

    private void openAndWait() throws InterruptedException {
        open.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
    }

    @Test
    void a_flood_of_one_tenant_delays_anothers_login_by_one_hashing() throws Exception {
        for (int i = 0; i < HashTurns.PER_TENANT; i++) {
            ask(ACME, "acme " + i);
        }
        ask(GLOBEX, "globex");
        turns.start();

        openAndWait();

        assertThat(done.indexOf("globex")).isLessThanOrEqualTo(1);
        assertThat(done).hasSize(HashTurns.PER_TENANT + 1);
    }

    @Test
    void a_tenant_has_so_many_inside_and_the_next_is_told_when_to_come_again() throws Exception {
        for (int i = 0; i < HashTurns.PER_TENANT; i++) {
            ask(ACME, "acme " + i);
        }

        assertThatThrownBy(() -> turns.enter(ACME)).isInstanceOfSatisfying(Problem.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(refused.retryAfter()).isPositive();
        });
        turns.start();
        openAndWait();
        turns.enter(ACME).close();
    }

    @Test
    void a_failure_of_the_hashing_is_a_failure_and_leaves_the_thread_at_work() {
        turns.start();
        try (HashTurns.Place place = turns.enter(ACME)) {
            assertThatThrownBy(() -> place.call(() -> {
                        throw new OutOfMemoryError("no memory for it");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("no memory for it");
            assertThat(place.<String>call(() -> "at work")).isEqualTo("at work");
        }
    }
}
