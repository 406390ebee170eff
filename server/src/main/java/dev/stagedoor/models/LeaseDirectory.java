// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.access.BatchedLookup;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.TenantId;
import java.util.HexFormat;
import java.util.Optional;

/** Whose a lease is, and how current a tenant's snapshot is: what is looked up before the tenant is known. */
final class LeaseDirectory {
    private static final int MOST = 100_000;

    private final BatchedLookup<String, Owner> owners;
    private final BatchedLookup<TenantId, Long> epochs;

    // A row never changes, and misses are never kept: clients could send any number of texts.
    private final Cache<String, Owner> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** The tenant and the id of a lease. */
    record Owner(TenantId tenant, String lease) {}

    LeaseDirectory(Database database) {
        this.owners = new BatchedLookup<>(hashes -> database.directory(handle -> ModelLeaseStore.owners(
                handle, hashes.stream().map(HexFormat.of()::parseHex).toList())));
        this.epochs =
                new BatchedLookup<>(tenants -> database.directory(handle -> ModelLeaseStore.epochs(handle, tenants)));
    }

    /** Whose the lease with that text is. */
    Optional<Owner> owner(String text) {
        Optional<String> hash = LeaseText.hash(text).map(LeaseText::hex);
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

    /** The tenant's epoch, read now. */
    long epoch(TenantId tenant) {
        return epochs.get(tenant).orElse(0L);
    }
}
