// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.util.Locale;

/** A dispatch's status. {@code ACCEPTED} may be skipped, never invented (D2). */
public enum Status {
    /** Stored; nothing has been sent yet. */
    REQUESTED,
    /** LiveKit has received it, or may have. Says nothing about an agent. */
    SENT,
    /** A worker has accepted the job. */
    ACCEPTED,
    /** The agent is in the room, observed with the tenant's own key. */
    JOINED,
    /** The agent had joined and has vanished; another is about to be sent. */
    LOST,
    /** Ending: what was sent is being cleaned up; the room and agent name are not free yet. */
    ENDING,
    /** The agent joined, and stayed until something else ended it or it left. */
    COMPLETED,
    /** The agent never joined, or was lost and not replaced; the reason says why. */
    FAILED;

    /** Whether it still counts as the one live dispatch of its room and agent name. */
    public boolean live() {
        return this != COMPLETED && this != FAILED;
    }

    /** The value in the API. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
