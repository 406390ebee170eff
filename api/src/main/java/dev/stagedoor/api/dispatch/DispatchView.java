// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.dispatch;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dispatch: the durable promise of one agent in one room, and the evidence of what came of it. */
public record DispatchView(
        String id,
        @Nullable String callId,
        String roomName,
        String agentName,
        @Nullable String agentSlug,

        @JsonPropertyDescription(
                "requested, sent, accepted, joined, lost, ending, completed or failed. Only joined means that the"
                        + " agent was seen in the room.")
        String status,

        int attempts,

        @JsonPropertyDescription(
                "Why it ended; while it waits, why no worker has taken it: no_worker if none with that agent name has"
                        + " been seen lately, workers_busy if one has. While it stays ending, credential_revoked says that"
                        + " no credential opens the server: its agent may still be in the room.")
        @Nullable
        String reason,

        @JsonPropertyDescription("The participant identity of the agent that stays.") @Nullable
        String agentIdentity,

        Instant createdAt,

        @JsonPropertyDescription("When attempts end.") Instant deadline,

        @Nullable Instant joinedAt,
        @Nullable Instant endedAt,

        @JsonPropertyDescription("What happened, and when; only in the response for a single dispatch.") @Nullable
        List<ReceiptLine> receipt) {}
