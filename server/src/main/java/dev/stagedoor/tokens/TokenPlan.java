// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.VideoGrant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token to be minted: the request, narrowed by the policy.
 *
 * @param room   the room's name on the wire
 * @param agents as they were asked for; not in the token before they are checked
 */
record TokenPlan(
        String room,
        Participant participant,
        VideoGrant grant,
        @Nullable RoomConfiguration roomConfiguration,
        Duration ttl,
        List<RoomAgentDispatch> agents) {
    TokenPlan {
        agents = List.copyOf(agents);
    }

    /** The participant. */
    record Participant(
            String identity, String name, @Nullable String metadata, Map<String, String> attributes) {
        Participant {
            attributes = Map.copyOf(attributes);
        }
    }

    /** The same, with these agents in the token. */
    TokenPlan carrying(List<RoomAgentDispatch> checked) {
        RoomConfiguration settings = roomConfiguration == null ? RoomConfiguration.NONE : roomConfiguration;
        return new TokenPlan(room, participant, grant, settings.withAgents(checked), ttl, checked);
    }

    String identity() {
        return participant.identity();
    }

    /** The longest field, to be named when the fields together do not fit a token. */
    String longestText() {
        int attributes = participant.attributes().entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        String metadata = participant.metadata();
        int data = metadata == null ? 0 : metadata.length();
        int room = roomConfiguration == null ? 0 : roomConfiguration.toString().length();
        if (room > Math.max(data, attributes)) {
            return "room_config";
        }
        return attributes > data ? "participant_attributes" : "participant_metadata";
    }

    AccessToken token() {
        return AccessToken.forParticipant(participant.identity())
                .name(participant.name())
                .video(grant)
                .metadata(participant.metadata())
                .attributes(participant.attributes())
                .roomConfig(roomConfiguration)
                .ttl(ttl)
                .build();
    }
}
