// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A dispatch's state as the version before stored forms reads it: by the strict codec, into exactly this. */
record OlderNode(
        Id id,
        Id tenant,
        Spec spec,
        String status,
        List<Sending> attempts,
        @Nullable String end,
        @Nullable String joined,
        @Nullable Instant joinedAt,
        boolean roomSeen,
        @Nullable Instant quietSince,
        int failures,
        @Nullable Instant unreachable,
        @Nullable Instant endingSince,
        @Nullable Instant endedAt) {
    record Id(String value) {}

    record Spec(
            String room,
            boolean newRoom,
            String agentName,
            @Nullable String agentSlug,
            String metadata,
            String roomMetadata,
            Duration emptyTimeout,
            long credentialVersion,
            @Nullable String callId,
            Instant createdAt,
            Instant deadline,
            @Nullable Instant earlierEndedAt) {}

    record Sending(
            int number,
            String via,
            String state,
            int tries,
            Instant startedAt,
            Set<String> agentsBefore,
            @Nullable String jobIdentity,
            @Nullable Instant abandonedAt) {}
}
