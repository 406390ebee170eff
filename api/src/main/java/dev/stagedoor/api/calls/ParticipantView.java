// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody's connection to a call's room. */
public record ParticipantView(
        String identity,

        @JsonPropertyDescription("LiveKit's kind: standard, agent, sip, …")
        String kind,

        Instant joinedAt,

        @JsonPropertyDescription("Null while they are in the room.") @Nullable
        Instant leftAt,

        @JsonPropertyDescription("LiveKit's reason for which they left, such as CLIENT_INITIATED, if it said one.")
        @Nullable
        String reason) {}
