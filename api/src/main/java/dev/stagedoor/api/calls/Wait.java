// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

/** How long the response to a trigger waits. */
public enum Wait {
    /** Until it is stored. */
    NONE,
    /** Until LiveKit has taken it, which says nothing of an agent. */
    SENT,
    /** Until the agent was seen in the room, or 15 seconds have passed. */
    JOINED
}
