package dev.stagedoor.dispatch;

import dev.stagedoor.kernel.TenantId;

/** What a dispatch stands on: read from its tenant's snapshot. */
public interface Grounds {
    /** Whether it may still be sent, at that epoch of its tenant. */
    Permission permission(Dispatch dispatch, long epoch);

    /** The tenant's LiveKit, by the version of the credential that the dispatch names. */
    LiveKitRooms rooms(TenantId tenant, long credentialVersion);
}
