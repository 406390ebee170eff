// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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
        return judge(tenant, epochs::now, judgement);
    }

    /** The same, as the tenant was a tenth of a second ago at most: for what is judged all the time while it is open (K2). */
    public <T> T judgeOpen(TenantId tenant, Function<Snapshot, T> judgement) {
        return judge(tenant, epochs::recent, judgement);
    }

    private <T> T judge(TenantId tenant, ToLongFunction<TenantId> epoch, Function<Snapshot, T> judgement) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return judgement.apply(proven(tenant, epoch.applyAsLong(tenant)));
            } catch (StaleEpoch moved) {
                snapshots.drop(moved);
            }
        }
        return snapshots.now(tenant, judgement);
    }

    /** The node's snapshot, read again if the tenant has changed since. */
    public Snapshot proven(TenantId tenant) {
        Snapshot snapshot = snapshots.of(tenant);
        return proven(snapshot, epochs.now(tenant));
    }

    private Snapshot proven(TenantId tenant, long epoch) {
        return proven(snapshots.of(tenant), epoch);
    }

    private Snapshot proven(Snapshot snapshot, long epoch) {
        if (snapshot.proof().epoch() >= epoch) {
            // One that is newer than the reading was read after it.
            return snapshot;
        }
        snapshots.dropUpTo(snapshot.tenant(), snapshot.proof().epoch());
        return snapshots.of(snapshot.tenant());
    }
}
