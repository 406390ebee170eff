// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.audit.ChangeTx;

/**
 * What a feature does in the change that deletes a tenant: it erases everything personal, and frees what only this
 * tenant could have. The ledger, which is the evidence, stays.
 */
@FunctionalInterface
public interface Erasure {
    /** Erases it. The tenant's data key is destroyed already; the ledger row is locked. */
    void erase(ChangeTx change);
}
