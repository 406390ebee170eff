// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whose an opaque token is, before its tenant is known. What it found once never changes. */
public final class TokenDirectory {
    private final BatchedLookup<KeyHash, Owner> owners;

    // Misses are never kept: clients could send any number of texts.
    private final Cache<KeyHash, Owner> known;

    /**
     * Whose a token is.
     *
     * @param id of what it is a token of: a session, a lease
     */
    public record Owner(TenantId tenant, String id) {}

    /** Looks up by that query, and remembers so many. */
    public TokenDirectory(Function<List<KeyHash>, Map<KeyHash, Owner>> query, int most) {
        this.owners = new BatchedLookup<>(query);
        this.known = Caffeine.newBuilder().maximumSize(most).build();
    }

    /** Whose the token with that hash is. */
    public Optional<Owner> owner(KeyHash hash) {
        Owner held = known.getIfPresent(hash);
        if (held != null) {
            return Optional.of(held);
        }
        Optional<Owner> found = owners.get(hash);
        found.ifPresent(owner -> known.put(hash, owner));
        return found;
    }
}
