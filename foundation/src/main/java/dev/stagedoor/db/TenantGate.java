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
 * Limits the connections that one tenant holds at a time, so that it never takes the whole pool from the others (I7).
 * Its writers would queue on its ledger row anyway, each holding a connection; its readers can be any number of streams
 * and lists.
 */
final class TenantGate {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConcurrentMap<TenantId, Places> places = new ConcurrentHashMap<>();
    private final int most;

    /** {@code most} of each tenant at a time. */
    TenantGate(int most) {
        this.most = most;
    }

    /** {@code users} is only written under the map's lock for the key. */
    private record Places(Semaphore free, int users) {}

    /** A place among those of a tenant; closing it lets the next one in. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs the work in one of the tenant's places. */
    @SuppressWarnings("try") // The place is only held.
    <T> T through(TenantId tenant, Supplier<T> work) {
        Place place = enter(tenant);
        try {
            return work.get();
        } finally {
            place.close();
        }
    }

    /** Waits for one of the tenant's places. */
    Place enter(TenantId tenant) {
        Semaphore free = places.merge(
                        tenant,
                        new Places(new Semaphore(most, true), 1),
                        (held, one) -> new Places(held.free(), held.users() + 1))
                .free();
        boolean entered = false;
        try {
            entered = free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.BUSY, "The wait for the tenant's earlier requests was interrupted.")
                    .causedBy(e);
        } finally {
            if (!entered) {
                leave(tenant);
            }
        }
        if (!entered) {
            throw Problem.of(ErrorCode.BUSY, "Too many concurrent requests of this tenant; try again.");
        }
        return () -> {
            free.release();
            leave(tenant);
        };
    }

    private void leave(TenantId tenant) {
        places.computeIfPresent(
                tenant, (key, held) -> held.users() == 1 ? null : new Places(held.free(), held.users() - 1));
    }
}
