// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

/**
 * A tenant's epoch has changed since the snapshot that a decision rests on was read. Nothing was written. The router
 * reloads and decides once more; if the epoch has changed again, it answers 503 {@code busy}.
 */
public final class StaleEpoch extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient TenantId tenant;
    private final long proven;

    /** {@code proven} is the epoch that the caller relied on; the row now has another. */
    public StaleEpoch(TenantId tenant, long proven) {
        super("the epoch of " + tenant + " has changed since " + proven, null, false, false);
        this.tenant = tenant;
        this.proven = proven;
    }

    /** The tenant whose epoch changed. */
    public TenantId tenant() {
        return tenant;
    }

    /** The epoch that the caller relied on. */
    public long proven() {
        return proven;
    }
}
