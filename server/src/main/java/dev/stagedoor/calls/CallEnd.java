// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.dispatch.plan.Dispatch;
import java.util.Locale;

/** Why a call ended. */
public enum CallEnd {
    /** On request. */
    REQUESTED("requested"),
    /** Its room closed. */
    ROOM_CLOSED("room_closed"),
    /** It reached its agent's limit. */
    TOO_LONG("too_long"),
    /** No agent has joined, or the one that had was lost, and none is being tried any more. */
    NO_AGENT("no_agent"),
    /** It was reserved with a token that nobody used. */
    UNUSED("unused"),
    /** The tenant's LiveKit could not be reached in time. */
    PROVIDER_UNAVAILABLE("provider_unavailable"),
    /** The credential version that it uses was revoked. */
    CREDENTIAL_REVOKED("credential_revoked"),
    /** LiveKit rejects the tenant's credential: there was no room, and no token was issued. */
    CREDENTIAL_REJECTED("credential_rejected");

    private final String wire;

    CallEnd(String wire) {
        this.wire = wire;
    }

    /**
     * Whether the dispatch has failed or only cleans up, and no agent is left of it: its call ends at once, so that
     * nothing stays reserved for it.
     */
    static boolean isDue(Dispatch dispatch) {
        return dispatch.end() != null && dispatch.joinedAt() == null;
    }

    /** Why a call ends whose dispatch ended without an agent in the room. */
    static CallEnd withoutAgent(Dispatch dispatch) {
        return switch (dispatch.end()) {
            case CREDENTIAL_REJECTED -> CREDENTIAL_REJECTED;
            case CREDENTIAL_REVOKED -> CREDENTIAL_REVOKED;
            case PROVIDER_UNAVAILABLE -> PROVIDER_UNAVAILABLE;
            case null, default -> NO_AGENT;
        };
    }

    /** Whether its request was refused, or would have been: the same request may be made again, with the same key. */
    boolean refused() {
        return this == PROVIDER_UNAVAILABLE || this == CREDENTIAL_REJECTED;
    }

    /** Whether people may still be in the room, or rejoin it, who no longer should be. */
    boolean leavesSomebody() {
        return this != ROOM_CLOSED && this != UNUSED && this != CREDENTIAL_REJECTED;
    }

    /** The value in the API. */
    public String wire() {
        return wire;
    }

    /** The value in the table. */
    String stored() {
        return wire.toUpperCase(Locale.ROOT);
    }
}
