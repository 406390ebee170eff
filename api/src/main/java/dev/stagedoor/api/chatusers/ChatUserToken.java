// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A token by which an app user reaches agents as a chat user. */
public record ChatUserToken(
        @JsonPropertyDescription("A signed token; its keys are at /.well-known/jwks.json.")
        String token,

        @JsonPropertyDescription("When the token ends, in Unix seconds.")
        long expiresAt,

        @JsonPropertyDescription("The WebSocket to connect to.")
        String websocketUrl,

        @JsonPropertyDescription("ses_…, by which it is revoked.")
        String sessionId) {
    /** Without the token. */
    @Override
    public String toString() {
        return "ChatUserToken[" + sessionId + "]";
    }
}
