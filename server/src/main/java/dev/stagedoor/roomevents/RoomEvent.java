// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.webhook.WebhookEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that a LiveKit server says happened in one of the tenant's rooms.
 *
 * @param id          of the webhook, {@code EV_…}; the same if the server sends it again
 * @param room        its name on the wire
 * @param roomSid     of this instance of the room, {@code RM_…}
 * @param participant who it is about; null for events of the room itself
 * @param at          by the server's clock, to the second
 */
public record RoomEvent(
        String id,
        Kind kind,
        String room,
        String roomSid,
        @Nullable Someone participant,
        Instant at) {
    private static final int LONGEST_ID = 128;

    /** What happened; LiveKit's other events say nothing of who is in a room. */
    public enum Kind {
        ROOM_STARTED("room_started"),
        ROOM_FINISHED("room_finished"),
        /** They are connected: media flows. */
        PARTICIPANT_JOINED("participant_joined"),
        PARTICIPANT_LEFT("participant_left"),
        /** Their connection never came about. */
        PARTICIPANT_CONNECTION_ABORTED("participant_connection_aborted");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        /** LiveKit's name of it. */
        public String wire() {
            return wire;
        }

        /** The kind of that name; empty for one that says nothing of who is in a room, or that is new. */
        static Optional<Kind> of(String event) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wire.equals(event))
                    .findFirst();
        }
    }

    /**
     * A participant.
     *
     * @param sid      of this connection, {@code PA_…}
     * @param joinedAt null if the server does not say
     * @param reason   why they left, such as {@code CLIENT_INITIATED}; empty while they are connected
     */
    public record Someone(
            String sid,
            String identity,
            ParticipantKind kind,
            @Nullable Instant joinedAt,
            String reason) {
        static Someone of(Participant sent) {
            return new Someone(sent.sid(), sent.identity(), sent.kind(), joined(sent), sent.disconnectReason());
        }

        private static @Nullable Instant joined(Participant sent) {
            if (sent.joinedAtMs() > 0) {
                return Instant.ofEpochMilli(sent.joinedAtMs());
            }
            return sent.joinedAt() > 0 ? Instant.ofEpochSecond(sent.joinedAt()) : null;
        }
    }

    /** What a webhook says, if it is of a kind that matters here and can be stored as it is. */
    static Optional<RoomEvent> of(WebhookEvent sent) {
        var room = sent.room();
        var about = sent.participant();
        Optional<Kind> kind = Kind.of(sent.event());
        if (kind.isEmpty() || room == null || !isPlain(sent.id()) || !isPlain(room.sid())) {
            return Optional.empty();
        }
        Someone someone = about == null ? null : Someone.of(about);
        if (someone != null && !(isPlain(someone.sid()) && PlainText.isStorable(someone.identity()))) {
            return Optional.empty();
        }
        return Optional.of(new RoomEvent(sent.id(), kind.get(), room.name(), room.sid(), someone, sent.at()));
    }

    /** The rooms of those events, each once. */
    public static Set<String> rooms(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::room).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isPlain(String id) {
        return id.length() <= LONGEST_ID && PlainText.isStorable(id);
    }
}
