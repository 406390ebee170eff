// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that happened to a call. */
public record TimelineStep(
        Instant at,

        @JsonPropertyDescription("Milliseconds since the call was requested.")
        long afterMs,

        @JsonPropertyDescription("audit, dispatch or participant: where it is known from.")
        String source,

        @JsonPropertyDescription(
                "The action of an audit entry; a dispatch's status, as dispatch.sent; participant.joined or "
                        + "participant.left.")
        String what,

        @JsonPropertyDescription("The participant, or who did it.") @Nullable
        String who,

        @JsonPropertyDescription("The request that did it, as in the logs and the audit log.") @Nullable
        String requestId,

        @JsonPropertyDescription(
                "Such as attempt, reason, room, seconds; for a participant who left, the seconds they were there.")
        Map<String, String> detail) {}
