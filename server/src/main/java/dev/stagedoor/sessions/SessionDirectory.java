// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.access.BatchedLookup;
import dev.stagedoor.access.KeyHash;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.TenantId;
import java.util.Optional;

/** Whose a session is, before its tenant is known. */
final class SessionDirectory {
    private static final int MOST = 200_000;

    private final BatchedLookup<KeyHash, Owner> owners;

    // A row never changes, and misses are never kept: clients could send any number of texts.
    private final Cache<KeyHash, Owner> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** The tenant and the id of a session. */
    record Owner(TenantId tenant, String session) {}

    SessionDirectory(Database database) {
        this.owners = new BatchedLookup<>(hashes -> database.directory(handle -> SessionStore.owners(handle, hashes)));
    }

    /** Whose session has, or had, the token with that hash. */
    Optional<Owner> owner(KeyHash hash) {
        Owner held = known.getIfPresent(hash);
        if (held != null) {
            return Optional.of(held);
        }
        Optional<Owner> found = owners.get(hash);
        found.ifPresent(owner -> known.put(hash, owner));
        return found;
    }
}
