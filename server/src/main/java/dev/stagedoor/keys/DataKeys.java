// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.crypto.SealBroken;
import dev.stagedoor.crypto.WrappedKey;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The tenants' data keys, one row each, wrapped by a master key. A node caches an unwrapped key until it is unused for
 * ten minutes. Every use reads the row in the caller's own transaction, so a destroyed key opens nothing on any node.
 */
public final class DataKeys {
    private static final Duration UNUSED = Duration.ofMinutes(10);
    private static final int MOST = 20_000;

    private final MasterKeys masterKeys;
    private final Clock clock;
    private final Cache<TenantId, Unwrapped> cache;

    private record Unwrapped(WrappedKey from, DataKey key) {}

    /** Keys wrapped by these master keys. */
    public DataKeys(MasterKeys masterKeys, Clock clock) {
        this.masterKeys = masterKeys;
        this.clock = clock;
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        this.cache = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(UNUSED)
                .ticker(ticker)
                .build();
    }

    /**
     * Creates the tenant's key, in the transaction that creates the tenant.
     *
     * @throws IllegalStateException if the tenant has or had a key: a destroyed key is never replaced
     */
    public void create(Tx tx) {
        if (!insert(tx)) {
            throw new IllegalStateException(tx.tenant() + " has or had a data key");
        }
    }

    /** The tenant's key, created if there never was one; for the platform. */
    public DataKey ensure(Tx tx) {
        if (DataKeyStore.find(tx).isEmpty()) {
            insert(tx);
        }
        return of(tx);
    }

    private boolean insert(Tx tx) {
        if (DataKeyStore.isRetired(tx, masterKeys.primary().id())) {
            throw Problem.of(
                    ErrorCode.BUSY, "This node's master key was replaced; it must be restarted with the new key file.");
        }
        return DataKeyStore.insert(tx, masterKeys.newDataKey(tx.tenant()), clock.instant());
    }

    /**
     * The tenant's key.
     *
     * @throws SealBroken if it was destroyed, or if none of this node's master keys opens it
     */
    public DataKey of(Tx tx) {
        return find(tx).orElseThrow(() -> new SealBroken(tx.tenant() + " has no data key, or it was destroyed"));
    }

    /** The tenant's key; empty if there is none or it was destroyed. */
    public Optional<DataKey> find(Tx tx) {
        return DataKeyStore.find(tx).map(row -> unwrapped(tx.tenant(), row));
    }

    /** Whether the tenant has a key that was not destroyed, without opening it. */
    public boolean exists(Tx tx) {
        return DataKeyStore.find(tx).isPresent();
    }

    private DataKey unwrapped(TenantId tenant, WrappedKey row) {
        Unwrapped held = cache.getIfPresent(tenant);
        if (held != null && held.from().equals(row)) {
            return held.key();
        }
        DataKey key = masterKeys.open(tenant, row);
        cache.put(tenant, new Unwrapped(row, key));
        return key;
    }

    /**
     * Wraps the tenant's key with the first master key, if another one wraps it; returns whether it did.
     *
     * @throws SealBroken if none of this node's master keys opens it
     */
    public boolean rewrap(Tx tx) {
        return DataKeyStore.find(tx)
                .filter(row -> !row.masterKeyId().equals(masterKeys.primary().id()))
                .map(row -> DataKeyStore.replace(tx, row, masterKeys.rewrap(tx.tenant(), row)))
                .orElse(false);
    }

    /** The ids of this node's master keys, the one that wraps first. */
    public List<String> masterKeyIds() {
        return masterKeys.all().stream().map(MasterKey::id).toList();
    }

    /**
     * Destroys the tenant's key. Once this transaction commits, nothing it sealed can be opened again, except by someone
     * with both the master key and a backup of the row. Returns whether there was a key.
     */
    public boolean destroy(Tx tx) {
        cache.invalidate(tx.tenant());
        return DataKeyStore.destroy(tx, clock.instant());
    }
}
