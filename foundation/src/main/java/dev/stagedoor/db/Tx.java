package dev.stagedoor.db;

import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import org.jdbi.v3.core.Handle;

/**
 * One transaction of one tenant: row-level security is bound to it, and its ledger row has been read. Stores take it as
 * their first parameter and never open one themselves.
 */
public final class Tx {
    private final TenantId tenant;
    private final LedgerRow row;
    private final long platformEpoch;
    private final Handle handle;

    Tx(TenantId tenant, LedgerRow row, long platformEpoch, Handle handle) {
        this.tenant = tenant;
        this.row = row;
        this.platformEpoch = platformEpoch;
        this.handle = handle;
    }

    /** Whose transaction it is. */
    public TenantId tenant() {
        return tenant;
    }

    /** The tenant's epoch, now. */
    public long epoch() {
        return row.epoch();
    }

    /** The platform's epoch, now: it moves when an operator's key is revoked. */
    public long platformEpoch() {
        return platformEpoch;
    }

    /**
     * Goes on only if what was judged by that snapshot still holds.
     *
     * @throws StaleEpoch if the epoch of the snapshot's tenant has moved since
     */
    public void require(Proof proof) {
        long now = proof.tenant().equals(TenantId.PLATFORM) ? platformEpoch : row.epoch();
        if (now != proof.epoch()) {
            throw new StaleEpoch(proof.tenant(), proof.epoch());
        }
    }

    /** The ledger row as it was when the transaction was opened; locked since, if it was opened for a change. */
    public LedgerRow row() {
        return row;
    }

    /** SQL in this transaction. */
    public Handle handle() {
        return handle;
    }
}
