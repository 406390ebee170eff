// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Tx;

/** What stands on the versions of a tenant's project. The features above know. */
@FunctionalInterface
public interface CredentialUse {
    /** Whether the tenant of the transaction has anything in progress with that version. */
    boolean inUse(Tx tx, long version);

    /** That version was revoked: what stands on it is over from now on, and is ended soon after the change. */
    default void revoked(ChangeTx change, long version) {}

    /** The tenant has a new version: what was left behind where none of the others opened the server is due again. */
    default void added(ChangeTx change) {}
}
