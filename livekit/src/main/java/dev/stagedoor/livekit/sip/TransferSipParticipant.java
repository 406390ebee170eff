// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A call to hand over to another telephone by REFER (LiveKit's {@code TransferSIPParticipantRequest}).
 *
 * @param roomName the call's room
 * @param identity the call's participant
 * @param transferTo where to
 * @param headers of the REFER
 * @param playDialtone whether the caller hears it ring
 * @param ringingTimeout how long the other end may take; the server fails the request after it, and the transfer can
 *     still happen
 */
public record TransferSipParticipant(
        String roomName,
        String identity,
        TransferTarget transferTo,
        Map<String, String> headers,
        boolean playDialtone,
        Duration ringingTimeout) {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

    /** Refuses what must not get into a REFER. */
    public TransferSipParticipant {
        if (roomName.isEmpty() || identity.isEmpty()) {
            throw new IllegalArgumentException("roomName or identity is empty");
        }
        headers = SipText.headers("headers", headers);
        Objects.requireNonNull(SipText.duration("ringingTimeout", ringingTimeout));
    }

    /** A transfer that may take half a minute. */
    public static TransferSipParticipant of(String roomName, String identity, TransferTarget transferTo) {
        return new TransferSipParticipant(roomName, identity, transferTo, Map.of(), false, USUAL_TIMEOUT);
    }
}
