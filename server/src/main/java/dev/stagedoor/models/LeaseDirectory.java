// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.access.BatchedLookup;
import dev.stagedoor.access.Epochs;
import dev.stagedoor.access.KeyHash;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.TenantId;
import java.util.Optional;

/** Looks up for many requests together: whose a lease is, a tenant's epoch, and whether a dispatch is live. */
final class LeaseDirectory {
    private static final int MOST = 100_000;

    private final BatchedLookup<KeyHash, Owner> owners;
    private final Epochs epochs;
    private final BatchedLookup<OfTenant, Boolean> dispatches;

    // A row never changes, and misses are never kept: clients could send any number of texts.
    private final Cache<KeyHash, Owner> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** The tenant and the id of a lease. */
    record Owner(TenantId tenant, String lease) {}

    /** A dispatch of a tenant. */
    record OfTenant(TenantId tenant, String dispatch) {}

    LeaseDirectory(Database database) {
        this.owners =
                new BatchedLookup<>(hashes -> database.directory(handle -> ModelLeaseStore.owners(handle, hashes)));
        this.epochs = new Epochs(database);
        this.dispatches =
                new BatchedLookup<>(asked -> database.directory(handle -> ModelLeaseStore.live(handle, asked)));
    }

    /** Whose the lease with that text is. */
    Optional<Owner> owner(String text) {
        Optional<KeyHash> hash = LeaseText.hash(text);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        Owner held = known.getIfPresent(hash.get());
        if (held != null) {
            return Optional.of(held);
        }
        Optional<Owner> found = owners.get(hash.get());
        found.ifPresent(owner -> known.put(hash.get(), owner));
        return found;
    }

    /** Whether that dispatch is live now, and nobody has asked to end it. */
    boolean isLive(TenantId tenant, String dispatch) {
        return dispatches.get(new OfTenant(tenant, dispatch)).orElse(false);
    }

    /** The tenant's epoch, read now. */
    long epoch(TenantId tenant) {
        return epochs.now(tenant);
    }
}
