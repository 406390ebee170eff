// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits the concurrent writers of one tenant. They would queue on the ledger row anyway, each holding a connection,
 * and a tenant whose row is stuck would take the whole pool from the others (I7).
 */
final class TenantGate {
    private static final int WRITERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConcurrentMap<TenantId, Gate> gates = new ConcurrentHashMap<>();

    /** {@code users} is only written under the map's lock for the key. */
    private record Gate(Semaphore writers, int users) {}

    /** A writer's place; closing it lets the next one in. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    <T> T through(TenantId tenant, Supplier<T> work) {
        try (Place place = enter(tenant)) {
            return work.get();
        }
    }

    /** Waits for a place among the tenant's writers. */
    Place enter(TenantId tenant) {
        Semaphore writers = gates.merge(
                        tenant,
                        new Gate(new Semaphore(WRITERS, true), 1),
                        (gate, one) -> new Gate(gate.writers(), gate.users() + 1))
                .writers();
        boolean entered = false;
        try {
            entered = writers.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.BUSY, "The wait for the tenant's earlier changes was interrupted.")
                    .causedBy(e);
        } finally {
            if (!entered) {
                leave(tenant);
            }
        }
        if (!entered) {
            throw Problem.of(ErrorCode.BUSY, "Too many concurrent changes of this tenant; try again.");
        }
        return () -> {
            writers.release();
            leave(tenant);
        };
    }

    private void leave(TenantId tenant) {
        gates.computeIfPresent(
                tenant, (key, gate) -> gate.users() == 1 ? null : new Gate(gate.writers(), gate.users() - 1));
    }
}
