// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import org.jspecify.annotations.Nullable;

/**
 * The server's word that a call was handed over. Servers before protocol 1.52 say no more than that: everything is empty.
 *
 * @param transferId of the transfer
 * @param status such as {@code STS_TRANSFER_SUCCESSFUL}
 * @param reason such as {@code STR_COMPLETED}
 * @param sipStatus what the other end answered; null if the server does not say
 */
public record SipTransfer(
        String transferId,
        String status,
        String reason,
        @Nullable Status sipStatus) {
    public SipTransfer {
        transferId = Some.orEmpty(transferId);
        status = Some.orEmpty(status);
        reason = Some.orEmpty(reason);
    }

    /**
     * A SIP status in LiveKit's spelling.
     *
     * @param code such as {@code SIP_STATUS_OK}; the number where LiveKit has no name for it
     * @param status the phrase
     */
    public record Status(String code, String status) {
        public Status {
            code = Some.orEmpty(code);
            status = Some.orEmpty(status);
        }
    }
}
