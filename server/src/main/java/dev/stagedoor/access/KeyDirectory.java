// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.TenantId;
import java.util.Optional;

/** Key owners and epochs: the lookups that come before the tenant is known. */
final class KeyDirectory {
    private static final int MOST_KEYS = 200_000;

    private final BatchedLookup<KeyHash, KeyOwner> owners;
    private final Epochs epochs;

    // Misses are never cached: a new key works as soon as its creation is answered.
    private final Cache<KeyHash, KeyOwner> knownOwners =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).build();

    KeyDirectory(Database database) {
        this.owners =
                new BatchedLookup<>(hashes -> database.directory(handle -> KeyDirectoryStore.owners(handle, hashes)));
        this.epochs = new Epochs(database);
    }

    /** The owner of the key with that hash. */
    Optional<KeyOwner> owner(KeyHash hash) {
        KeyOwner known = knownOwners.getIfPresent(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<KeyOwner> found = owners.get(hash);
        // Concurrent lookups share one owner, which records the key's last use.
        return found.map(owner -> knownOwners.get(hash, key -> owner));
    }

    /** The tenant's epoch, read now. */
    long epoch(TenantId tenant) {
        return epochs.now(tenant);
    }
}
