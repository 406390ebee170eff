// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import dev.stagedoor.api.audit.ArchiveLine;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;

/**
 * What an archive has of one chain.
 *
 * @param early how many of its entries were taken from later parts
 */
record ArchivedChain(TenantId tenant, long first, Hash prevHash, long last, Hash hash, long early) {
    ArchiveLine line() {
        return new ArchiveLine(
                null, new ArchiveLine.Chain(tenant.value(), first, prevHash.toString(), last, hash.toString()), null);
    }
}
