// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.dispatch.DispatchView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call: one conversation, in one room. */
public record CallView(
        String id,
        @JsonPropertyDescription("open or ended.") String status,
        String agentSlug,
        CallMode mode,
        String userId,
        String roomName,
        @Nullable String sessionId,
        @Nullable String conversationId,

        @JsonPropertyDescription("The version of the tenant's LiveKit credential that everything of the call uses.")
        long credentialVersion,

        Instant createdAt,
        @Nullable Instant endedAt,

        @JsonPropertyDescription(
                "Why it ended: requested, room_closed, too_long, no_agent, unused, credential_rejected, "
                        + "credential_revoked, provider_unavailable.")
        @Nullable
        String endReason,

        @JsonPropertyDescription("Its phone's side, if it is one by phone.") @Nullable
        PhoneView phone,

        @JsonPropertyDescription(
                "Who is in its room now; of a single call also who was, in the order in which they came.")
        List<ParticipantView> participants,

        @JsonPropertyDescription("Its dispatches; only in the response for a single call.") @Nullable
        List<DispatchView> dispatches) {}
