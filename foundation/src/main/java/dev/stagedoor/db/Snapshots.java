// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Snapshots of tenants that this node served recently. A stale one is harmless (its epoch is rejected at commit);
 * notifications from other nodes only make retries rare.
 */
public final class Snapshots {
    private static final Duration UNUSED = Duration.ofMinutes(10);
    private static final int MOST = 20_000;

    private final Database database;
    private final Cache<TenantId, Snapshot> cache;

    /** A snapshot is dropped after ten minutes without use, by this clock. */
    public Snapshots(Database database, Clock clock) {
        this.database = database;
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        this.cache = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(UNUSED)
                .ticker(ticker)
                .build();
    }

    /** The tenant's snapshot, created if there is none. Unknown tenant: {@code not_found}. */
    public Snapshot of(TenantId tenant) {
        HeldRow row = database.held(tenant);
        if (row != null) {
            return new Snapshot(database, tenant, row.epoch());
        }
        return cache.get(tenant, key -> new Snapshot(database, key, database.read(key, Tx::epoch)));
    }

    /** A fresh snapshot, bypassing the cache: for a rejection that must not be based on old state. */
    public Snapshot fresh(TenantId tenant) {
        cache.invalidate(tenant);
        return of(tenant);
    }

    /**
     * Decides in one transaction, by the tenant's state as it is now: for a decision that must not depend on how often
     * the tenant changes.
     */
    public <T> T now(TenantId tenant, Function<Snapshot, T> judgement) {
        return database.read(tenant, tx -> judgement.apply(new Snapshot(database, tx)));
    }

    /**
     * Decides where no router repeats the work: by the node's snapshot, and where that is stale, in one transaction, so that
     * no number of a tenant's changes stands in the way.
     */
    public <T> T current(TenantId tenant, Function<Snapshot, T> work) {
        try {
            return work.apply(of(tenant));
        } catch (StaleEpoch moved) {
            drop(moved);
            return now(tenant, work);
        }
    }

    /**
     * Does what judges by the node's snapshots itself, and changes something, so often at most until none of them was stale.
     *
     * @throws StaleEpoch if one was, the last time, too
     */
    public <T> T repeated(int attempts, Supplier<T> work) {
        for (int attempt = 1; attempt < attempts; attempt++) {
            try {
                return work.get();
            } catch (StaleEpoch moved) {
                drop(moved);
            }
        }
        return work.get();
    }

    /** How many values all snapshots hold, for the metrics. */
    public long size() {
        return cache.asMap().values().stream().mapToLong(Snapshot::size).sum();
    }

    /**
     * Decides by a snapshot. A rejection based on a stale one becomes {@link StaleEpoch}, and the request is judged
     * again.
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

    /** Drops the stale snapshot, unless a newer one has replaced it. */
    public void drop(StaleEpoch stale) {
        dropUpTo(stale.tenant(), stale.proven());
    }

    /** Drops the snapshot if its epoch is {@code epoch} or older. */
    public void dropUpTo(TenantId tenant, long epoch) {
        cache.asMap().computeIfPresent(tenant, (key, held) -> held.proof().epoch() <= epoch ? null : held);
    }
}
