package dev.stagedoor.tenants;

import dev.stagedoor.audit.ChangeTx;

/**
 * Removes from rooms whoever loses access to them, as part of the change that takes it away (T4). Behind it is {@code
 * evictions}.
 */
public interface RoomAccess {
    /** Removes everyone from all the tenant's rooms. */
    void evictTenant(ChangeTx change);

    /** Ends what {@link #evictTenant} began. */
    void readmitTenant(ChangeTx change);

    /** Removes the user from all rooms. */
    void evictUser(ChangeTx change, String userId);

    /** Ends what {@link #evictUser} began. */
    void readmitUser(ChangeTx change, String userId);

    /** Ends all of the tenant's evictions; how many there were. */
    int forget(ChangeTx change);
}
