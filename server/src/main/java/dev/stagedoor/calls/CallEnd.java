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
    NO_AGENT;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
