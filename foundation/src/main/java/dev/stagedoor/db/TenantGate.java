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

    <T> T through(TenantId tenant, Supplier<T> work) {
        Semaphore writers = gates.merge(
                        tenant,
                        new Gate(new Semaphore(WRITERS, true), 1),
                        (gate, one) -> new Gate(gate.writers(), gate.users() + 1))
                .writers();
        try {
            if (!writers.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Problem.of(ErrorCode.BUSY, "Too many concurrent changes of this tenant; try again.");
            }
            try {
                return work.get();
            } finally {
                writers.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.BUSY, "The wait for the tenant's earlier changes was interrupted.")
                    .causedBy(e);
        } finally {
            gates.computeIfPresent(
                    tenant, (key, gate) -> gate.users() == 1 ? null : new Gate(gate.writers(), gate.users() - 1));
        }
    }
}
