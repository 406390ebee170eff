package dev.stagedoor.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.crypto.DataKeyStore.Wrapped;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The data keys of tenants, each kept under a master key in a row of its own. A key is unwrapped once per tenant and
 * node and let go after ten minutes unused; whether it still stands is read in the caller's own transaction, so that a
 * destroyed key opens nothing on any node.
 */
public final class DataKeys {
    private static final Duration UNUSED = Duration.ofMinutes(10);
    private static final int MOST = 20_000;

    private final MasterKeys masterKeys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<TenantId, Unwrapped> cache;

    private record Unwrapped(Wrapped from, DataKey key) {}

    /** Keys under these master keys. */
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
     * Makes the tenant's key, in the transaction that makes the tenant.
     *
     * @throws IllegalStateException if the tenant has a key, or had one: what was destroyed does not come back
     */
    public void create(Tx tx) {
        if (!insert(tx)) {
            throw new IllegalStateException(tx.tenant() + " has or had a data key");
        }
    }

    /** The tenant's key, made now if it never had one: for the platform, which nobody creates. */
    public DataKey ensure(Tx tx) {
        if (DataKeyStore.find(tx).isEmpty()) {
            insert(tx);
        }
        return of(tx);
    }

    private boolean insert(Tx tx) {
        byte[] bytes = new byte[Primitives.KEY_BYTES];
        random.nextBytes(bytes);
        Secret key = Secret.of(bytes);
        MasterKey primary = masterKeys.primary();
        Wrapped wrapped = Wrapped.of(primary.wrap(tx.tenant(), key), primary.id());
        return DataKeyStore.insert(tx, wrapped, clock.instant());
    }

    /**
     * The tenant's key.
     *
     * @throws SealBroken if it was destroyed, or no master key of this node opens it
     */
    public DataKey of(Tx tx) {
        return find(tx).orElseThrow(() -> new SealBroken(tx.tenant() + " has no data key (any more)"));
    }

    /** The tenant's key; empty if it has none or it was destroyed. */
    public Optional<DataKey> find(Tx tx) {
        return DataKeyStore.find(tx).map(row -> unwrapped(tx.tenant(), row));
    }

    /** Whether the tenant has a key that was not destroyed; opens nothing. */
    public boolean exists(Tx tx) {
        return DataKeyStore.find(tx).isPresent();
    }

    private DataKey unwrapped(TenantId tenant, Wrapped row) {
        Unwrapped held = cache.getIfPresent(tenant);
        if (held != null && held.from().equals(row)) {
            return held.key();
        }
        Secret bytes = masterKeys.named(row.masterKeyId()).unwrap(tenant, row.bytes());
        DataKey key = new DataKey(tenant, bytes);
        cache.put(tenant, new Unwrapped(row, key));
        return key;
    }

    /**
     * Destroys the tenant's key: with the commit of this transaction nothing sealed by it can be opened again, except
     * from a backup that holds the row and by someone who holds the master key. Returns whether there was one.
     */
    public boolean destroy(Tx tx) {
        cache.invalidate(tx.tenant());
        return DataKeyStore.destroy(tx, clock.instant());
    }
}
