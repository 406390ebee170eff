package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.KindDetail;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says beside when and by whom it was signed (LiveKit's {@code ClaimGrants}).
 *
 * @param identity who the participant is in the room ({@code sub}); null for a server's own calls
 * @param name the display name
 * @param kind unset is standard
 * @param kindDetails finer words on the kind
 * @param video what is allowed in one room
 * @param serverGrants what is allowed everywhere; empty for a participant
 * @param roomConfig how to make the room if this participant comes first
 * @param roomPreset the name of a configuration that the server knows
 * @param sha256 base64 SHA-256 of a body that travels with the token (webhooks)
 * @param metadata of the participant
 * @param attributes of the participant
 */
public record ClaimGrants(
        @Nullable String identity,
        @Nullable String name,
        @Nullable ParticipantKind kind,
        List<KindDetail> kindDetails,
        VideoGrant video,
        Set<ServerGrant> serverGrants,
        @Nullable RoomConfiguration roomConfig,
        @Nullable String roomPreset,
        @Nullable String sha256,
        @Nullable String metadata,
        Map<String, String> attributes) {

    public ClaimGrants {
        kindDetails = List.copyOf(kindDetails);
        serverGrants = Set.copyOf(serverGrants);
        attributes = Map.copyOf(attributes);
    }
}
