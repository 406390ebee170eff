// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call that was started. */
public record TriggerAnswer(
        String callId,

        @JsonPropertyDescription("The room's name on the wire, with the tenant's prefix.")
        String roomName,

        @JsonPropertyDescription("The tenant's own LiveKit server: ws:// or wss://.")
        String serverUrl,

        String participantToken,
        Instant expiresAt,
        TriggeredDispatch dispatch) {

    /** How far the agent is. Only {@code joined} means that it was seen in the room. */
    public record TriggeredDispatch(
            String id,
            String status,
            int attempts,
            String agentName,

            @JsonPropertyDescription("The agent's participant identity, once it has joined.") @Nullable
            String agentIdentity,

            @JsonPropertyDescription("Why it failed, if it did.") @Nullable
            String reason,

            @JsonPropertyDescription("If no agent has joined: why, in one sentence.") @Nullable
            String detail,

            @JsonPropertyDescription("If no agent has joined: what to do next.") @Nullable
            String next) {}
}
