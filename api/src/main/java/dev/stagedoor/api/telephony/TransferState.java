// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

/** What became of a transfer. */
public enum TransferState {
    /** The carrier is being asked. */
    REQUESTED,
    /** The person is with the other number, and the call here has ended. */
    COMPLETED,
    /** The carrier refused, or nothing was sent: the call goes on. */
    FAILED,
    /** The carrier has not said: the person may be handed over yet. It is not asked again. */
    UNKNOWN
}
