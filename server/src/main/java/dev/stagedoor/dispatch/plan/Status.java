package dev.stagedoor.dispatch.plan;

import java.util.Locale;

/** Where a dispatch stands. {@code ACCEPTED} may be skipped, never invented (D2). */
public enum Status {
    /** Stored; nothing has left yet. */
    REQUESTED,
    /** LiveKit has been told, or may have been. Says nothing of an agent. */
    SENT,
    /** A worker has taken the job. */
    ACCEPTED,
    /** The agent is in the room, seen with the tenant's own key. */
    JOINED,
    /** Over, but what was sent is still being taken back: the room and agent name are not free yet. */
    ENDING,
    /** It joined, and it has left. */
    COMPLETED,
    /** It never joined; the reason says why. */
    FAILED;

    /** Whether it still counts as the one live dispatch of its room and agent name. */
    public boolean live() {
        return this != COMPLETED && this != FAILED;
    }

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
