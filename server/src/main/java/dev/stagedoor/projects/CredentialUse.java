// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.db.Tx;

/** Whether a call still uses an old version of a tenant's project. The features above know. */
@FunctionalInterface
public interface CredentialUse {
    /** Whether the tenant of the transaction has anything in progress with that version. */
    boolean inUse(Tx tx, long version);
}
