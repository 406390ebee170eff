package dev.stagedoor.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The snapshots of the tenants this node has lately served. A stale one does no harm (what rests on it is refused by its
 * epoch), so notices of other nodes only keep retries rare.
 */
public final class Snapshots {
    private static final Duration UNUSED = Duration.ofMinutes(10);
    private static final int MOST = 20_000;

    private final Database database;
    private final Cache<TenantId, Snapshot> cache;

    /** Secrets in a snapshot are let go after ten minutes unused, by this clock. */
    public Snapshots(Database database, Clock clock) {
        this.database = database;
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        this.cache = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(UNUSED)
                .ticker(ticker)
                .build();
    }

    /** The tenant's snapshot, begun now if there is none. Unknown tenant: {@code not_found}. */
    public Snapshot of(TenantId tenant) {
        return cache.get(tenant, key -> new Snapshot(database, key, database.read(key, Tx::epoch)));
    }

    /** A snapshot read now, whatever was cached: a refusal that would rest on the old one is judged by this. */
    public Snapshot fresh(TenantId tenant) {
        cache.invalidate(tenant);
        return of(tenant);
    }

    /**
     * Judges by a snapshot. A refusal that rests on one that is no longer true is not said: it is {@link StaleEpoch}, and
     * judged anew.
     */
    public <T> T judge(Snapshot snapshot, Supplier<T> judgement) {
        try {
            return judgement.get();
        } catch (Problem refusal) {
            long proven = snapshot.proof().epoch();
            if (database.read(snapshot.tenant(), Tx::epoch) != proven) {
                throw new StaleEpoch(snapshot.tenant(), proven);
            }
            throw refusal;
        }
    }

    /** Lets go of the snapshot that proved stale, unless a newer one has taken its place. */
    public void drop(StaleEpoch stale) {
        dropUpTo(stale.tenant(), stale.proven());
    }

    /** Lets go of a snapshot whose epoch is not beyond {@code epoch}. */
    public void dropUpTo(TenantId tenant, long epoch) {
        cache.asMap().computeIfPresent(tenant, (key, held) -> held.proof().epoch() <= epoch ? null : held);
    }
}
