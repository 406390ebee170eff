// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import org.jspecify.annotations.Nullable;

/** Whether a dispatch may still be sent: read from the tenant's snapshot, whose epoch is proved before each sending. */
public enum Authorization {
    /** The tenant is active, the agent enabled, the credential version not revoked. */
    GRANTED(null),
    /** The tenant or the agent is not. */
    WITHDRAWN(EndReason.NO_LONGER_ALLOWED),
    /** The credential version is. */
    REVOKED(EndReason.CREDENTIAL_REVOKED);

    private final @Nullable EndReason ends;

    Authorization(@Nullable EndReason ends) {
        this.ends = ends;
    }

    /** Why the dispatch must end; null if it may go on. */
    public @Nullable EndReason ends() {
        return ends;
    }
}
