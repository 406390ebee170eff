// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;

/** What is known of the room at the moment of a decision. */
public sealed interface Observation {
    /** Nothing yet. */
    record NotYet() implements Observation {}

    /**
     * Time has passed since the room was last looked at, and nothing was heard that would be a reason to look now.
     *
     * @param lookedAt when that look was over
     * @param existed  whether there was such a room
     */
    record Calm(Instant lookedAt, boolean existed) implements Observation {}

    /** The room is known to be as it was at the last look. */
    record Unchanged() implements Observation {}

    /** LiveKit has just confirmed that it was sent: nobody can be there yet. */
    record Sent() implements Observation {}

    /**
     * Who is in the room; of its dispatches nothing is known.
     *
     * @param inside its agents and people
     */
    record Peeked(RoomView inside) implements Observation {}

    /** A call has just failed: back off first. */
    record Failed() implements Observation {}

    /** No usable credential of the tenant opens the room's server: nothing can be known or done there. */
    record LockedOut() implements Observation {}

    /** Something has just been cleaned up, which takes effect a moment later. */
    record Acted() implements Observation {}

    /**
     * The room was just observed.
     *
     * @param silent whether the agent has just failed to answer, as often as it was asked
     */
    record Saw(RoomView room, boolean silent) implements Observation {
        /** Nobody was asked. */
        public Saw(RoomView room) {
            this(room, false);
        }
    }

    /** The agent that was asked has answered. */
    record Heard() implements Observation {}

    /** The agent that was asked has not answered, that many times in a row. */
    record Silent(int times) implements Observation {}

    /** The tenant has lost too many agents lately: none is sent now. */
    record Spent() implements Observation {}
}
