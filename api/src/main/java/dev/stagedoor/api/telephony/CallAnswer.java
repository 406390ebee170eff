// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a front end does with a call: exactly one of the two is there. */
public record CallAnswer(
        @Nullable JoinRoom joinRoom, @Nullable Reject reject) {
    /** Take the caller into that room, where the agent already is. */
    public static CallAnswer join(JoinRoom room) {
        return new CallAnswer(room, null);
    }

    /** Turn the caller away. */
    public static CallAnswer reject(Reject why) {
        return new CallAnswer(null, why);
    }

    /** The room of the call, and its caller in it. */
    public record JoinRoom(
            @JsonPropertyDescription("The room's name on the wire.")
            String room,

            @JsonPropertyDescription("The caller's token, for an hour.")
            String token,

            @JsonPropertyDescription("The tenant's LiveKit server, to connect to.")
            String serverUrl,

            String participantIdentity,
            String participantName,

            @JsonPropertyDescription("JSON, as in the token.")
            String participantMetadata,

            @JsonPropertyDescription("The id of the call here.")
            String callId) {}

    /** Why not. */
    public record Reject(
            @JsonPropertyDescription("In a few words, as for a caller.")
            String reason,

            @JsonPropertyDescription("The HTTP status of this answer.")
            int statusCode,

            @JsonPropertyDescription("What is wrong, and with which field, for whoever runs the front end.")
            String detail,

            @JsonPropertyDescription("The error's code: docs/api/errors.md.")
            String code,

            @JsonPropertyDescription("The id of this request, by which the server's log can be searched.")
            String requestId) {}
}
