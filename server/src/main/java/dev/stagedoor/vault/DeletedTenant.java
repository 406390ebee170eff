// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.tenants.Erasure;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of a deleted tenant's credentials: they open no more, and their claims are free once they are drained;
 * at once, if nothing was ever granted with them.
 */
final class DeletedTenant implements Erasure {
    private final CredentialStore store;
    private final Kinds kinds;

    DeletedTenant(CredentialStore store, Kinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    @Override
    public void erase(ChangeTx change) {
        revoke(change);
        store.eraseNotes(change.tx());
        for (Credential row : store.due(change.tx(), change.now())) {
            store.retire(change.tx(), row, row.state(), change.now());
        }
        ClaimStore.release(change.tx());
    }

    /** Revokes what is not revoked yet; returns it. */
    List<Credential> revoke(ChangeTx change) {
        List<Credential> open = store.unretired(change.tx()).stream()
                .filter(DeletedTenant::isNotRevoked)
                .toList();
        for (Credential row : open) {
            Instant drained = kinds.of(row).drained(change.tx(), change.now());
            store.end(change.tx(), row, CredentialState.REVOKED, change.now(), drained);
        }
        return open;
    }

    static boolean isNotRevoked(Credential row) {
        return row.state() != CredentialState.REVOKED;
    }
}
