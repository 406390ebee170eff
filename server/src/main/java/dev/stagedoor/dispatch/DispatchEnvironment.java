// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Authorization;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.watch.Requests;

/** What a dispatch depends on, read from its tenant's snapshot. */
public interface DispatchEnvironment {
    /** Whether it may still be sent, at the tenant's given epoch. */
    Authorization authorization(Dispatch dispatch, long epoch);

    /**
     * The tenant's LiveKit, with the credential version of the dispatch; to look and to take back, also with the newest
     * usable one of the same server.
     */
    LiveKitRooms rooms(TenantId tenant, long credentialVersion);

    /** So many requests were made only to see how a room is. */
    default void asked(Requests.Why why, int requests) {}
}
