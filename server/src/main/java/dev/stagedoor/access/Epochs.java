// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Map;

/** Tenants' epochs, read before a tenant's transaction begins; lookups at one time share round trips. */
public final class Epochs {
    /** Of the second that K2 allows; half of it passes between two checks. */
    private static final Duration RECENT = Duration.ofMillis(100);

    /** As many tenants as have something open, or had lately. */
    private static final int MOST = 20_000;

    private final BatchedLookup<TenantId, Long> epochs;
    private final Map<TenantId, Reading> recent =
            Caffeine.newBuilder().maximumSize(MOST).<TenantId, Reading>build().asMap();

    private record Reading(long epoch, long began) {}

    /** Of that database's tenants. */
    public Epochs(Database database) {
        this.epochs =
                new BatchedLookup<>(tenants -> database.directory(handle -> KeyDirectoryStore.epochs(handle, tenants)));
    }

    /**
     * The tenant's epoch, read not longer ago than {@link #RECENT}: for what is judged again and again while it is open. Ten
     * thousand sockets would otherwise wait for each other's lookups all the time.
     */
    public long recent(TenantId tenant) {
        Reading known = recent.get(tenant);
        long now = System.nanoTime();
        if (known != null && now - known.began < RECENT.toNanos()) {
            return known.epoch;
        }
        long epoch = now(tenant);
        recent.put(tenant, new Reading(epoch, now));
        return epoch;
    }

    /** The tenant's epoch, read after this call began; 0 for a tenant that does not exist. */
    public long now(TenantId tenant) {
        return epochs.get(tenant).orElse(0L);
    }
}
