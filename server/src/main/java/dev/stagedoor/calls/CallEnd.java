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
    /** LiveKit rejects the tenant's credential: there was never a room, and nobody was given a token. */
    CREDENTIAL_REJECTED("credential_rejected");

    private final String wire;

    CallEnd(String wire) {
        this.wire = wire;
    }

    /** Whether somebody may be in the room, or come to it, who should not be there any more. */
    boolean leavesSomebody() {
        return this != ROOM_CLOSED && this != CREDENTIAL_REJECTED;
    }

    /** The word on the wire. */
    public String wire() {
        return wire;
    }

    /** The word in the table. */
    String stored() {
        return wire.toUpperCase(Locale.ROOT);
    }
}
