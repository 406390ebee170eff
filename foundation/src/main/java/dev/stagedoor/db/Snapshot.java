// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A node's view of a tenant at one epoch. Each facet is read on first use, in a transaction that checks that the epoch
 * is unchanged; so all facets are consistent, and a commit that proves the epoch proves them all.
 */
public final class Snapshot {
    private final Database database;
    private final TenantId tenant;
    private final long epoch;
    private final Map<Part, Object> parts = new ConcurrentHashMap<>();

    private record Part(Facet<?, ?> facet, Object key) {}

    Snapshot(Database database, TenantId tenant, long epoch) {
        this.database = database;
        this.tenant = tenant;
        this.epoch = epoch;
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
     * The facet's value for that key. {@code V} is never null: an absent value is an empty {@code Optional}.
     *
     * @throws StaleEpoch if the tenant's epoch has moved since the snapshot was taken
     */
    @SuppressWarnings("unchecked")
    public <K, V> V get(Facet<K, V> facet, K key) {
        Part part = new Part(facet, key);
        Object known = parts.get(part);
        if (known != null) {
            return (V) known;
        }
        V read = database.read(tenant, tx -> {
            if (tx.epoch() != epoch) {
                throw new StaleEpoch(tenant, epoch);
            }
            return facet.load().apply(tx, key);
        });
        parts.put(part, read);
        return read;
    }
}
