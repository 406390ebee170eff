package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.RoomAgent;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.VideoGrant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token as it will be minted: what was asked for, narrowed by the policy.
 *
 * @param room   the room's name on the wire
 * @param agents what is to be dispatched to the room; never part of the token (D4)
 */
record TokenPlan(
        String room,
        String identity,
        String name,
        VideoGrant grant,
        @Nullable String metadata,
        Map<String, String> attributes,
        @Nullable RoomConfiguration roomConfiguration,
        Duration ttl,
        List<RoomAgent> agents) {
    TokenPlan {
        attributes = Map.copyOf(attributes);
        agents = List.copyOf(agents);
    }

    /** The field whose text is the longest: what to name when all of them together do not fit a token. */
    String longestText() {
        int attribute = attributes.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        int data = metadata == null ? 0 : metadata.length();
        int room = roomConfiguration == null ? 0 : roomConfiguration.toString().length();
        if (room > Math.max(data, attribute)) {
            return "room_config";
        }
        return attribute > data ? "participant_attributes" : "participant_metadata";
    }

    AccessToken token() {
        return AccessToken.forParticipant(identity)
                .name(name)
                .video(grant)
                .metadata(metadata)
                .attributes(attributes)
                .roomConfig(roomConfiguration)
                .ttl(ttl)
                .build();
    }
}
