// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

/** What the answer to a request for a call out waits for. */
public enum DialWait {
    /** The call is stored. */
    NONE,
    /** The agent is in the room, and the number is being dialled. */
    DIALED,
    /** Somebody has answered, or nobody will. */
    ANSWERED
}
