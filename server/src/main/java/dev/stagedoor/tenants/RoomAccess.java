// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.audit.ChangeTx;

/**
 * Removes participants who lose access, as part of the change that revokes it (T4). Implemented by {@code evictions}.
 */
public interface RoomAccess {
    /** Removes everyone from all the tenant's rooms. */
    void evictTenant(ChangeTx change);

    /** Ends the eviction by {@link #evictTenant}. */
    void readmitTenant(ChangeTx change);

    /** Removes the user from all rooms. */
    void evictUser(ChangeTx change, String userId);

    /** Ends the eviction by {@link #evictUser}. */
    void readmitUser(ChangeTx change, String userId);

    /** Ends all of the tenant's evictions; returns their number. */
    int forget(ChangeTx change);
}
