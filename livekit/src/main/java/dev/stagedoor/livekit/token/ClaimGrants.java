// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.KindDetail;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token's claims other than its issuer and times (LiveKit's {@code ClaimGrants}).
 *
 * @param identity the participant's identity ({@code sub}); null for a server's own calls
 * @param name the display name
 * @param kind standard if unset
 * @param kindDetails subtypes of the kind
 * @param video what is allowed in one room
 * @param serverGrants what is allowed server-wide; empty for a participant
 * @param roomConfig how to create the room if this participant is the first to join
 * @param roomPreset the name of a configuration that the server knows
 * @param sha256 base64 SHA-256 of a body that is sent with the token (webhooks)
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
