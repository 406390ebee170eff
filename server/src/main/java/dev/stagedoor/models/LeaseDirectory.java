// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.access.TokenDirectory;
import dev.stagedoor.access.TokenText;
import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.TenantId;
import java.util.Optional;

/** Looks up for many requests together: whose a lease is, and whether a dispatch is live. */
final class LeaseDirectory {
    /** The texts of leases. */
    static final TokenText TEXT = new TokenText("sd_lease_");

    private static final int MOST = 100_000;

    private final TokenDirectory owners;
    private final BatchedLookup<OfTenant, Boolean> dispatches;

    /** A dispatch of a tenant. */
    record OfTenant(TenantId tenant, String dispatch) {}

    LeaseDirectory(Database database) {
        this.owners = new TokenDirectory(
                hashes -> database.directory(handle -> ModelLeaseStore.owners(handle, hashes)), MOST);
        this.dispatches =
                new BatchedLookup<>(asked -> database.directory(handle -> ModelLeaseStore.live(handle, asked)));
    }

    /** Whose the lease with that text is. */
    Optional<TokenDirectory.Owner> owner(String text) {
        return TEXT.hash(text).flatMap(owners::owner);
    }

    /** Whether that dispatch is live now, and nobody has asked to end it. */
    boolean isLive(TenantId tenant, String dispatch) {
        return dispatches.get(new OfTenant(tenant, dispatch)).orElse(false);
    }
}
