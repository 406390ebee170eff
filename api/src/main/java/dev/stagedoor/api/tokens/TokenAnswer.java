// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What LiveKit's {@code TokenSource.endpoint} reads: where to connect and with which token. */
public record TokenAnswer(
        @JsonPropertyDescription("The tenant's own LiveKit server: ws:// or wss://.")
        String serverUrl,

        String participantToken,

        @JsonPropertyDescription("The room's name on the wire, with the tenant's prefix.")
        String roomName,

        String participantName,
        Instant expiresAt,

        @JsonPropertyDescription("The calls of the agents that room_config names; absent if it names none.") @Nullable
        List<AgentCall> calls) {}
