// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of calls to the tenant's LiveKit.
 *
 * @param roomSeen         whether the room has been seen to exist
 * @param failures         consecutive failed calls, for the back-off
 * @param unreachableSince since when every call has failed; null if the last one succeeded
 * @param unserved         why no worker has taken the last attempt; null if one has, or it is not known yet
 * @param heardAt          when the agent that joined was first heard to answer; null if it never was
 */
public record Contact(
        boolean roomSeen,
        int failures,
        @Nullable Instant unreachableSince,
        @Nullable EndReason unserved,
        @Nullable Instant heardAt) {
    /** No call has been made yet. */
    public static final Contact NONE = new Contact(false, 0, null, null, null);

    Contact answered() {
        return new Contact(roomSeen, 0, null, unserved, heardAt);
    }

    Contact looked(boolean exists) {
        return new Contact(roomSeen || exists, 0, null, unserved, heardAt);
    }

    Contact failed(Instant now) {
        return new Contact(
                roomSeen, failures + 1, unreachableSince == null ? now : unreachableSince, unserved, heardAt);
    }

    Contact unserved(@Nullable EndReason reason) {
        return new Contact(roomSeen, failures, unreachableSince, reason, heardAt);
    }

    Contact heard(@Nullable Instant at) {
        return new Contact(roomSeen, failures, unreachableSince, unserved, at);
    }
}
