// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.time.Instant;
import java.util.Objects;

/**
 * A live room (LiveKit's {@code Room}).
 *
 * @param sid the server's id of this instance of the room ({@code RM_…})
 * @param name unique on the server
 * @param emptyTimeout seconds it stays open for its first participant
 * @param departureTimeout seconds it stays open after everyone has left
 * @param maxParticipants 0 for no limit
 * @param creationTime seconds since 1970
 * @param metadata of the room
 * @param numParticipants including agents; updated late, so use ListParticipants if it matters
 * @param numPublishers participants that publish
 * @param activeRecording whether an egress is running
 */
public record Room(
        String sid,
        String name,
        int emptyTimeout,
        int departureTimeout,
        int maxParticipants,
        long creationTime,
        String metadata,
        int numParticipants,
        int numPublishers,
        boolean activeRecording) {

    public Room {
        sid = Objects.requireNonNullElse(sid, "");
        name = Objects.requireNonNullElse(name, "");
        metadata = Objects.requireNonNullElse(metadata, "");
    }

    /** {@link #creationTime} as an instant. */
    public Instant createdAt() {
        return Instant.ofEpochSecond(creationTime);
    }
}
