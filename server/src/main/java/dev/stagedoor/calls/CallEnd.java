package dev.stagedoor.calls;

import java.util.Locale;

/** Why a call ended. */
public enum CallEnd {
    /** Somebody asked for it. */
    REQUESTED,
    /** Its room closed. */
    ROOM_CLOSED,
    /** It reached its agent's limit. */
    TOO_LONG,
    /** No agent ever joined, and nobody is in its room. */
    NO_AGENT,
    /** LiveKit rejects the tenant's credential: there was never a room, and nobody was given a token. */
    CREDENTIAL_REJECTED;

    /** Whether somebody can be in the room, or come to it, who should not any more. */
    boolean leavesSomebody() {
        return this != ROOM_CLOSED && this != CREDENTIAL_REJECTED;
    }

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
