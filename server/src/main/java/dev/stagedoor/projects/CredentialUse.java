// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Tx;
import dev.stagedoor.vault.Kind;

/** What stands on the versions of a tenant's project. The features above know. */
@FunctionalInterface
public interface CredentialUse {
    /** Whether the tenant of the transaction has anything in progress with that version. */
    boolean inUse(Tx tx, long version);

    /** What keeps that version from being retired, for whoever waits for it. */
    default Kind.Standing standing(Tx tx, long version) {
        return Kind.Standing.NONE;
    }

    /** That version was revoked: what stands on it is over from now on, and is ended soon after the change. */
    default void revoked(ChangeTx change, long version) {}

    /** What stands on the versions by this and by another feature. */
    default CredentialUse and(CredentialUse other) {
        CredentialUse one = this;
        return new CredentialUse() {
            @Override
            public boolean inUse(Tx tx, long version) {
                return one.inUse(tx, version) || other.inUse(tx, version);
            }

            @Override
            public Kind.Standing standing(Tx tx, long version) {
                return one.standing(tx, version).and(other.standing(tx, version));
            }

            @Override
            public void revoked(ChangeTx change, long version) {
                one.revoked(change, version);
                other.revoked(change, version);
            }

            @Override
            public void added(ChangeTx change) {
                one.added(change);
                other.added(change);
            }
        };
    }

    /** The tenant has a new version: what was left behind where none of the others opened the server is due again. */
    default void added(ChangeTx change) {}
}
