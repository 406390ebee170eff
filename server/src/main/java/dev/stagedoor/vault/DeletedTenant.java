// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.vault.claims.Claims;
import java.util.List;

/**
 * What becomes of a deleted tenant's credentials: they open no more, and their claims are free once they are drained;
 * at once, if nothing was ever granted with them.
 */
final class DeletedTenant implements Erasure {
    private final CredentialStore store;
    private final Endings endings;

    DeletedTenant(CredentialStore store, Endings endings) {
        this.store = store;
        this.endings = endings;
    }

    @Override
    public void erase(ChangeTx change) {
        revoke(change);
        store.eraseNotes(change.tx());
        for (Credential row : store.due(change.tx(), change.now())) {
            endings.retire(change, row, row.state());
        }
        Claims.release(change.tx());
    }

    /** Revokes what is not revoked yet; returns it. */
    List<Credential> revoke(ChangeTx change) {
        List<Credential> open = store.unretired(change.tx()).stream()
                .filter(DeletedTenant::isNotRevoked)
                .toList();
        for (Credential row : open) {
            endings.end(change, row, CredentialState.REVOKED);
        }
        return open;
    }

    static boolean isNotRevoked(Credential row) {
        return row.state() != CredentialState.REVOKED;
    }
}
