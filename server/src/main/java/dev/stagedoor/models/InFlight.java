// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the requests of each tenant that wait for their answers hold of this node's memory (I7). */
final class InFlight {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final long most;
    private final ConcurrentMap<TenantId, Long> bytes = new ConcurrentHashMap<>();

    /** At most that much for a tenant. */
    InFlight(DataSize most) {
        this.most = most.bytes();
    }

    /** A request that is about to wait. */
    record Load(InFlight of, TenantId tenant, long size) {
        /** Counts it, or refuses it: {@code rate_limited}. */
        Taken take() {
            of.add(tenant, size);
            return () -> of.remove(tenant, size);
        }
    }

    /** A request that waits; closed when it has its answer. */
    @FunctionalInterface
    interface Taken extends AutoCloseable {
        @Override
        void close();
    }

    Load load(TenantId tenant, long size) {
        return new Load(this, tenant, size);
    }

    private void add(TenantId tenant, long size) {
        bytes.compute(tenant, (id, held) -> {
            long all = size + (held == null ? 0 : held);
            if (all > most && held != null) {
                throw Problem.of(ErrorCode.RATE_LIMITED, "Too many large requests of this tenant wait for answers.")
                        .retryAfter(SOON);
            }
            return all;
        });
    }

    private void remove(TenantId tenant, long size) {
        bytes.computeIfPresent(tenant, (id, held) -> held == size ? null : held - size);
    }

    /** How many tenants have requests that wait. */
    int tenants() {
        return bytes.size();
    }
}
