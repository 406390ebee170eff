// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.TenantId;

/** Tenants' epochs, read before a tenant's transaction begins; lookups at one time share round trips. */
public final class Epochs {
    private final BatchedLookup<TenantId, Long> epochs;

    /** Of that database's tenants. */
    public Epochs(Database database) {
        this.epochs =
                new BatchedLookup<>(tenants -> database.directory(handle -> KeyDirectoryStore.epochs(handle, tenants)));
    }

    /** The tenant's epoch, read after this call began; 0 for a tenant that does not exist. */
    public long now(TenantId tenant) {
        return epochs.get(tenant).orElse(0L);
    }
}
