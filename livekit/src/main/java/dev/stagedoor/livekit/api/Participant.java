// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import dev.stagedoor.livekit.KindDetail;
import dev.stagedoor.livekit.ParticipantKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Someone in a room (LiveKit's {@code ParticipantInfo}).
 *
 * @param sid the server's id of this connection ({@code PA_…})
 * @param identity unique in the room; a second participant with it disconnects the first
 * @param state only {@link State#ACTIVE} is fully connected
 * @param kind what it is
 * @param kindDetails subtypes of the kind
 * @param name the display name
 * @param metadata of the participant
 * @param attributes of the participant; an agent's {@code lk.agent_name} is the name it was dispatched under
 * @param joinedAt seconds since 1970
 * @param joinedAtMs milliseconds since 1970; 0 if the server does not say
 * @param tracks what it publishes
 * @param permission what it may do now; null if the server did not say
 * @param isPublisher whether it can publish now
 * @param disconnectReason why it left, such as {@code CLIENT_INITIATED}; empty while it is connected
 * @param region of LiveKit Cloud
 */
public record Participant(
        String sid,
        String identity,
        State state,
        ParticipantKind kind,
        List<KindDetail> kindDetails,
        String name,
        String metadata,
        Map<String, String> attributes,
        long joinedAt,
        long joinedAtMs,
        List<Track> tracks,
        @Nullable Permission permission,
        boolean isPublisher,
        String disconnectReason,
        String region) {

    public Participant {
        sid = Objects.requireNonNullElse(sid, "");
        identity = Objects.requireNonNullElse(identity, "");
        state = Objects.requireNonNullElse(state, State.JOINING);
        kind = Objects.requireNonNullElse(kind, ParticipantKind.STANDARD);
        kindDetails = kindDetails == null ? List.of() : List.copyOf(kindDetails);
        name = Objects.requireNonNullElse(name, "");
        metadata = Objects.requireNonNullElse(metadata, "");
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
        tracks = tracks == null ? List.of() : List.copyOf(tracks);
        disconnectReason = Objects.requireNonNullElse(disconnectReason, "");
        region = Objects.requireNonNullElse(region, "");
    }

    /** Whether it is a telephone that somebody has picked up, as LiveKit SIP says it. */
    public boolean isOnThePhone() {
        return kind == ParticipantKind.SIP && "active".equals(attributes.get("sip.callStatus"));
    }

    /** The state of a participant's connection. */
    public enum State {
        /** Signalling is open, media is not negotiated. */
        JOINING,
        /** The client's offer has arrived. */
        JOINED,
        /** Media flows: it is in the room. */
        ACTIVE,
        DISCONNECTED,
        /** A state that this library does not know. */
        @JsonEnumDefaultValue
        UNKNOWN
    }
}
