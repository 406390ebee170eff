// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

/**
 * A call that was placed (LiveKit's {@code SIPParticipantInfo}). Nobody has answered it yet, unless the request waited
 * for that.
 *
 * @param participantId the server's id of the connection ({@code PA_…})
 * @param participantIdentity its identity in the room
 * @param roomName the room
 * @param sipCallId {@code SCL_…}, the participant's attribute {@code sip.callID}
 */
public record SipParticipant(String participantId, String participantIdentity, String roomName, String sipCallId) {
    public SipParticipant {
        participantId = Some.orEmpty(participantId);
        participantIdentity = Some.orEmpty(participantIdentity);
        roomName = Some.orEmpty(roomName);
        sipCallId = Some.orEmpty(sipCallId);
    }
}
