// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node's view of a tenant at one epoch. Each facet is read on first use, in a transaction that checks that the epoch
 * is unchanged; so all facets are consistent, and a commit that proves the epoch proves them all.
 */
public final class Snapshot {
    /**
     * As many as a tenant's open pages have, and far more than its requests have in common. When there are so many, those that
     * nobody has asked for since the last time are forgotten.
     */
    private static final int MOST = 20_000;

    private final Database database;
    private final TenantId tenant;
    private final long epoch;
    private final @Nullable Tx inside;
    private volatile Map<Part, Object> parts = new ConcurrentHashMap<>();
    private volatile Map<Part, Object> before = Map.of();

    /** Those that are being read; empty for one that nobody may share, because it is absent or failed. */
    private final Map<Part, CompletableFuture<Optional<Object>>> loading = new ConcurrentHashMap<>();

    /** Reads that are wanted at one time share a transaction. */
    private final Map<Facet<?, ?>, BatchedLookup<?, ?>> lanes = new ConcurrentHashMap<>();

    private record Part(Facet<?, ?> facet, Object key) {}

    Snapshot(Database database, TenantId tenant, long epoch) {
        this(database, tenant, epoch, null);
    }

    /** As that transaction sees the tenant, and only as long as it is open. */
    Snapshot(Database database, Tx inside) {
        this(database, inside.tenant(), inside.epoch(), inside);
    }

    private Snapshot(Database database, TenantId tenant, long epoch, @Nullable Tx inside) {
        this.database = database;
        this.tenant = tenant;
        this.epoch = epoch;
        this.inside = inside;
    }

    /** The snapshot's tenant. */
    public TenantId tenant() {
        return tenant;
    }

    /** The proof carried by a decision based on this snapshot. */
    public Proof proof() {
        return new Proof(tenant, epoch);
    }

    /**
     * The facet's value for that key. {@code V} is never null: an absent value is an empty {@code Optional}, which is
     * read again each time, since clients could ask for any number of names that nothing has (I7).
     *
     * @throws StaleEpoch if the tenant's epoch has moved since the snapshot was taken
     */
    @SuppressWarnings("unchecked")
    public <K, V> V get(Facet<K, V> facet, K key) {
        Part part = new Part(facet, key);
        Object known = known(part);
        if (known != null) {
            return (V) known;
        }
        CompletableFuture<Optional<Object>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Object>> others = loading.putIfAbsent(part, mine);
        if (others == null) {
            return load(part, facet, key, mine);
        }
        Optional<Object> read = others.join();
        return read.isPresent() ? (V) read.get() : load(part, facet, key, mine);
    }

    private @Nullable Object known(Part part) {
        Object known = parts.get(part);
        if (known == null) {
            known = before.get(part);
            if (known != null) {
                keep(part, known);
            }
        }
        return known;
    }

    private void keep(Part part, Object value) {
        parts.put(part, value);
        if (parts.size() >= MOST) {
            age();
        }
    }

    private synchronized void age() {
        if (parts.size() >= MOST) {
            before = parts;
            parts = new ConcurrentHashMap<>();
        }
    }

    /** Whoever asks for the same meanwhile waits: after a change, all of a tenant's requests miss the same parts. */
    private <K, V> V load(Part part, Facet<K, V> facet, K key, CompletableFuture<Optional<Object>> told) {
        Optional<Object> kept = Optional.empty();
        try {
            V read = read(facet, key);
            boolean absent = read instanceof Optional<?> value && value.isEmpty();
            if (!absent) {
                kept = Optional.of(read);
                keep(part, read);
            }
            return read;
        } finally {
            loading.remove(part, told);
            told.complete(kept);
        }
    }

    @SuppressWarnings("unchecked")
    private <K, V> V read(Facet<K, V> facet, K key) {
        BiFunction<Tx, List<K>, Map<K, V>> all = facet.all();
        if (all == null || inside != null) {
            return read(tx -> facet.load().apply(tx, key));
        }
        BatchedLookup<?, ?> lane =
                lanes.computeIfAbsent(facet, any -> new BatchedLookup<K, V>(keys -> read(tx -> all.apply(tx, keys))));
        return ((BatchedLookup<K, V>) lane).get(key).orElseThrow();
    }

    private <V> V read(Function<Tx, V> load) {
        if (inside != null) {
            return load.apply(inside);
        }
        return database.read(tenant, tx -> {
            if (tx.epoch() != epoch) {
                throw new StaleEpoch(tenant, epoch);
            }
            return load.apply(tx);
        });
    }

    /** How many values it holds. */
    int size() {
        return parts.size() + before.size();
    }
}
