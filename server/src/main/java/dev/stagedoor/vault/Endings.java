// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.EventType;
import dev.stagedoor.vault.claims.Claims;
import java.time.Instant;

/** Ends versions. One that nothing was ever granted with is retired in the same change, and its claims are free. */
final class Endings {
    private final CredentialStore store;
    private final Kinds kinds;
    private final boolean silent;

    private Endings(CredentialStore store, Kinds kinds, boolean silent) {
        this.store = store;
        this.kinds = kinds;
        this.silent = silent;
    }

    /** Of tenants, who are told. */
    static Endings of(CredentialStore store, Kinds kinds) {
        return new Endings(store, kinds, false);
    }

    /** Of deleted tenants: nothing is stored of them any more. */
    static Endings ofDeleted(CredentialStore store, Kinds kinds) {
        return new Endings(store, kinds, true);
    }

    /** Supersedes or revokes a version, as a part of that change. */
    void end(ChangeTx change, Credential row, CredentialState state) {
        Tx tx = change.tx();
        Instant drained = drained(tx, row, change.now());
        store.end(tx, row, state, change.now(), drained);
        boolean used = state == CredentialState.SUPERSEDED && kinds.of(row).isUsed(tx, row);
        if (!used && !drained.isAfter(change.now())) {
            retire(change, row, state);
            Claims.release(tx);
        }
    }

    /** The earliest time at which a version that ends now may be forgotten. */
    Instant drained(Tx tx, Credential row, Instant now) {
        Kind<?> kind = kinds.of(row);
        return kind.isKeptByGrants() && Claims.grantedNothing(tx, row.id(), row.version())
                ? now
                : kind.drained(tx, now);
    }

    /** Retires a version that nothing stands on any more; its claims are to be released by whoever is done with this. */
    void retire(ChangeTx change, Credential row, CredentialState state) {
        store.retire(change.tx(), row, state, change.now());
        if (!silent && state != CredentialState.FAILED) {
            CredentialIntake.tell(change, EventType.CREDENTIAL_RETIRED, row);
        }
    }
}
