package dev.stagedoor.livekit.api;

import java.time.Instant;
import java.util.Objects;

/**
 * A room that lives on the server (LiveKit's {@code Room}).
 *
 * @param sid the server's id of this life of the room ({@code RM_…})
 * @param name unique on the server
 * @param emptyTimeout seconds it waits for its first participant
 * @param departureTimeout seconds it stays when everyone left
 * @param maxParticipants 0 is no limit
 * @param creationTime seconds since 1970
 * @param metadata of the room
 * @param numParticipants agents included; the server counts late, so ask ListParticipants when it matters
 * @param numPublishers who publishes something
 * @param activeRecording whether an egress runs
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
