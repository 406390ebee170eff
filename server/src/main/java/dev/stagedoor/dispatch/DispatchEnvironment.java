package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.kernel.TenantId;

/** What a dispatch stands on: read from its tenant's snapshot. */
public interface DispatchEnvironment {
    /** Whether it may still be sent, at that epoch of its tenant. */
    Authorization authorization(Dispatch dispatch, long epoch);

    /** The tenant's LiveKit, by the version of the credential that the dispatch names. */
    LiveKitRooms rooms(TenantId tenant, long credentialVersion);
}
