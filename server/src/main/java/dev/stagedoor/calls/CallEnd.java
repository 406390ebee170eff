// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import java.util.Locale;

/** Why a call ended. */
public enum CallEnd {
    /** On request. */
    REQUESTED("requested"),
    /** Its room closed. */
    ROOM_CLOSED("room_closed"),
    /** It reached its agent's limit. */
    TOO_LONG("too_long"),
    /** No agent ever joined, and its room is empty. */
    NO_AGENT("no_agent"),
    /** It was reserved with a token that nobody used. */
    UNUSED("unused"),
    /** LiveKit rejects the tenant's credential: there was no room, and no token was issued. */
    CREDENTIAL_REJECTED("credential_rejected");

    private final String wire;

    CallEnd(String wire) {
        this.wire = wire;
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
