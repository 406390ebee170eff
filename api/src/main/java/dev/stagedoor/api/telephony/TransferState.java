// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

/** What became of a transfer. */
public enum TransferState {
    /** It was asked for, or the carrier has not said what became of it: it is looked at until the call ends. */
    REQUESTED,
    /** The person is with the other number, and the call here has ended. */
    COMPLETED,
    /** The carrier refused, or nothing was sent: the call goes on. */
    FAILED
}
