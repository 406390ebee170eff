// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** What LiveKit's {@code TokenSource.endpoint} reads: where to connect and with which token. */
public record TokenAnswer(
        @JsonPropertyDescription("The tenant's own LiveKit server: ws:// or wss://.")
        String serverUrl,

        String participantToken,

        @JsonPropertyDescription("The room's name on the wire, with the tenant's prefix.")
        String roomName,

        String participantName,
        Instant expiresAt) {}
