// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

/** How far a call out is. */
public enum PhoneState {
    /** Its agent is being sent for, or the number is being dialled. */
    DIALING,
    RINGING,
    ANSWERED,
    BUSY,
    /** It rang, and nobody picked up. */
    NO_ANSWER,
    FAILED,
    /** It was answered and is over, or was ended before. */
    ENDED
}
