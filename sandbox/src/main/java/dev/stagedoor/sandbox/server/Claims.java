// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.ParticipantView.Kind;
import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.RoomSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verified token grants, with LiveKit's defaults: an unset canPublish or canSubscribe is true, an unset
 * canPublishData follows canPublish, anything else unset is false.
 *
 * @param apiKey the key that signed it
 * @param identity its subject, or its id where there is no subject
 */
record Claims(String apiKey, String identity, ObjectNode json) {
    boolean hasVideo() {
        return json.path("video").isObject();
    }

    boolean may(String grant) {
        return video().path(grant).asBoolean(false);
    }

    boolean maySip(String grant) {
        return json.path("sip").path(grant).asBoolean(false);
    }

    boolean mayAdmin(String room) {
        return may("roomAdmin") && room.equals(room());
    }

    String room() {
        return video().path("room").asText("");
    }

    boolean canPublish() {
        return video().path("canPublish").asBoolean(true);
    }

    /** The room this token creates if its holder joins first. */
    RoomSpec roomSpec() {
        JsonNode config = json.path("roomConfig");
        List<AgentSpec> agents = config.path("agents")
                .valueStream()
                .map(one -> new AgentSpec(
                        text(one, "agentName", "agent_name"),
                        one.path("metadata").asText("")))
                .toList();
        return new RoomSpec(
                room(),
                number(config, "emptyTimeout", "empty_timeout"),
                number(config, "departureTimeout", "departure_timeout"),
                number(config, "maxParticipants", "max_participants"),
                config.path("metadata").asText(""),
                agents);
    }

    Entrant entrant() {
        Map<String, String> attributes = new HashMap<>();
        json.path("attributes")
                .properties()
                .forEach(one -> attributes.put(one.getKey(), one.getValue().asText()));
        Permissions permissions = new Permissions(
                video().path("canSubscribe").asBoolean(true),
                canPublish(),
                video().path("canPublishData").asBoolean(canPublish()),
                may("canUpdateOwnMetadata"));
        return new Entrant(
                identity,
                json.path("name").asText(""),
                kind(),
                may("hidden"),
                json.path("metadata").asText(""),
                attributes,
                permissions);
    }

    private Kind kind() {
        return switch (json.path("kind").asText("")) {
            case "agent" -> Kind.AGENT;
            case "sip" -> Kind.SIP;
            default -> Kind.STANDARD;
        };
    }

    private JsonNode video() {
        return json.path("video");
    }

    private static String text(JsonNode node, String camel, String snake) {
        return either(node, camel, snake).asText("");
    }

    private static int number(JsonNode node, String camel, String snake) {
        return either(node, camel, snake).asInt(0);
    }

    private static JsonNode either(JsonNode node, String camel, String snake) {
        @Nullable JsonNode found = node.get(camel);
        if (found == null) found = node.get(snake);
        return found == null ? MissingNode.getInstance() : found;
    }
}
