// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bounds what each tenant holds of this node's memory in one way (I7). */
public final class MemoryShares {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final long most;
    private final String refusal;
    private final ConcurrentMap<TenantId, Long> bytes = new ConcurrentHashMap<>();

    /** At most that much for a tenant; {@code refusal} is the sentence for one that wants more. */
    public MemoryShares(DataSize most, String refusal) {
        this.most = most.bytes();
        this.refusal = refusal;
    }

    /** What is held; close it when it is no longer. Closing it again changes nothing. */
    @FunctionalInterface
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Counts so many bytes as held by that tenant. One that holds nothing may hold any number.
     *
     * @throws Problem {@code rate_limited} if that would be more than its share
     */
    public Held take(TenantId tenant, long size) {
        return tryTake(tenant, size)
                .orElseThrow(() -> Problem.of(ErrorCode.RATE_LIMITED, refusal).retryAfter(SOON));
    }

    /** As {@link #take}; empty if that would be more than its share. */
    public Optional<Held> tryTake(TenantId tenant, long size) {
        AtomicBoolean taken = new AtomicBoolean(true);
        bytes.merge(tenant, size, (held, more) -> {
            taken.set(held + more <= most);
            return taken.get() ? held + more : held;
        });
        return taken.get() ? Optional.of(() -> giveBack(taken, tenant, size)) : Optional.empty();
    }

    private void giveBack(AtomicBoolean taken, TenantId tenant, long size) {
        if (taken.getAndSet(false)) {
            bytes.computeIfPresent(tenant, (id, held) -> held == size ? null : held - size);
        }
    }

    /** How many tenants hold anything. */
    public int tenants() {
        return bytes.size();
    }
}
