// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.util.function.Function;

/** Judges by a tenant's state as it is now, not as this node last saw it (T4). */
public final class CurrentState {
    /** Attempts by a node's snapshot before it is judged in one transaction. */
    private static final int ATTEMPTS = 2;

    private final Snapshots snapshots;
    private final Epochs epochs;

    /** By these snapshots, each proven by the epoch read now. */
    public CurrentState(Snapshots snapshots, Epochs epochs) {
        this.snapshots = snapshots;
        this.epochs = epochs;
    }

    /** What {@code judgement} says of the tenant as it is now. */
    public <T> T judge(TenantId tenant, Function<Snapshot, T> judgement) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return judgement.apply(proven(tenant));
            } catch (StaleEpoch moved) {
                snapshots.drop(moved);
            }
        }
        return snapshots.now(tenant, judgement);
    }

    /** The node's snapshot, read again if the tenant has changed since. */
    public Snapshot proven(TenantId tenant) {
        Snapshot snapshot = snapshots.of(tenant);
        if (epochs.now(tenant) == snapshot.proof().epoch()) {
            return snapshot;
        }
        snapshots.dropUpTo(tenant, snapshot.proof().epoch());
        return snapshots.of(tenant);
    }
}
