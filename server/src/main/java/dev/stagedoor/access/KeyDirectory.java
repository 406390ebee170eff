// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Key owners, epochs and origins: the lookups that come before the tenant is known. */
final class KeyDirectory {
    private static final int MOST_KEYS = 200_000;
    private static final int MOST_ORIGINS = 10_000;
    private static final Duration ORIGIN_KEPT = Duration.ofSeconds(30);

    private final BatchedLookup<KeyHash, KeyOwner> owners;
    private final BatchedLookup<TenantId, Long> epochs;
    private final BatchedLookup<String, Boolean> origins;

    // Misses are never cached: a new key or origin works as soon as its creation is answered.
    private final Cache<KeyHash, KeyOwner> knownOwners =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).build();
    private final Cache<String, Boolean> knownOrigins;

    KeyDirectory(Database database, Clock clock) {
        this.owners =
                new BatchedLookup<>(hashes -> database.directory(handle -> KeyDirectoryStore.owners(handle, hashes)));
        this.epochs =
                new BatchedLookup<>(tenants -> database.directory(handle -> KeyDirectoryStore.epochs(handle, tenants)));
        this.origins = new BatchedLookup<>(asked ->
                admitted(asked, database.directory(handle -> KeyDirectoryStore.origins(handle, everyForm(asked)))));
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        this.knownOrigins = Caffeine.newBuilder()
                .maximumSize(MOST_ORIGINS)
                .expireAfterWrite(ORIGIN_KEPT)
                .ticker(ticker)
                .build();
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
        return epochs.get(tenant).orElse(0L);
    }

    /** Whether some publishable key admits the origin. */
    boolean knowsOrigin(String origin) {
        if (knownOrigins.getIfPresent(origin) != null) {
            return true;
        }
        boolean known = origins.get(origin).isPresent();
        if (known) {
            knownOrigins.put(origin, true);
        }
        return known;
    }

    private static List<String> everyForm(List<String> asked) {
        return asked.stream()
                .flatMap(origin -> Origins.admitting(origin).stream())
                .distinct()
                .toList();
    }

    private static Map<String, Boolean> admitted(List<String> asked, Set<String> known) {
        Map<String, Boolean> admitted = new HashMap<>();
        for (String origin : asked) {
            if (Origins.admitting(origin).stream().anyMatch(known::contains)) {
                admitted.put(origin, true);
            }
        }
        return admitted;
    }
}
