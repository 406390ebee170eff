// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON types LiveKit requires in a token. It rejects the whole token for a grant of the wrong type and ignores an
 * unknown grant; it also rejects an unknown field of {@code roomConfig}, which it reads as a protobuf message.
 */
final class ClaimTypes {
    private static final Set<String> FLAGS = Set.of(
            "roomCreate",
            "roomList",
            "roomRecord",
            "roomAdmin",
            "roomJoin",
            "canPublish",
            "canSubscribe",
            "canPublishData",
            "canUpdateOwnMetadata",
            "ingressAdmin",
            "hidden",
            "recorder",
            "agent",
            "canSubscribeMetrics");
    private static final Map<String, String> ROOM_CONFIG = Map.ofEntries(
            Map.entry("name", "string"),
            Map.entry("metadata", "string"),
            Map.entry("emptyTimeout", "uint32"),
            Map.entry("empty_timeout", "uint32"),
            Map.entry("departureTimeout", "uint32"),
            Map.entry("departure_timeout", "uint32"),
            Map.entry("maxParticipants", "uint32"),
            Map.entry("max_participants", "uint32"),
            Map.entry("minPlayoutDelay", "uint32"),
            Map.entry("min_playout_delay", "uint32"),
            Map.entry("maxPlayoutDelay", "uint32"),
            Map.entry("max_playout_delay", "uint32"),
            Map.entry("syncStreams", "bool"),
            Map.entry("sync_streams", "bool"),
            Map.entry("egress", "message"),
            Map.entry("agents", "list"),
            Map.entry("tags", "message"));
    private static final Map<String, String> AGENT = Map.of(
            "agentName", "string",
            "agent_name", "string",
            "metadata", "string",
            "restartPolicy", "policy",
            "restart_policy", "policy");

    private ClaimTypes() {}

    /** What is wrong with the types, worded much like LiveKit; null if nothing is. */
    static @Nullable String mistake(ObjectNode claims) {
        String wrong = plain(claims);
        return wrong == null ? roomConfig(claims.get("roomConfig")) : wrong;
    }

    private static @Nullable String plain(ObjectNode claims) {
        JsonNode video = claims.path("video");
        if (set(video) && !video.isObject()) return notGo(video, "auth.VideoGrant");
        for (Map.Entry<String, JsonNode> grant : video.properties()) {
            JsonNode value = grant.getValue();
            if (FLAGS.contains(grant.getKey()) && set(value) && !value.isBoolean()) return notGo(value, "bool");
            if (grant.getKey().equals("room") && set(value) && !value.isTextual()) return notGo(value, "string");
        }
        for (String field : new String[] {"name", "kind", "metadata", "sha256", "roomPreset"}) {
            JsonNode value = claims.path(field);
            if (set(value) && !value.isTextual()) return notGo(value, "string");
        }
        for (JsonNode attribute : claims.path("attributes")) {
            if (set(attribute) && !attribute.isTextual()) return notGo(attribute, "string");
        }
        return null;
    }

    private static @Nullable String roomConfig(@Nullable JsonNode config) {
        if (config == null || config.isNull()) return null;
        String wrong = message(config, ROOM_CONFIG);
        if (wrong != null) return wrong;
        for (JsonNode agent : config.path("agents")) {
            wrong = message(agent, AGENT);
            if (wrong != null) return wrong;
        }
        return null;
    }

    private static @Nullable String message(JsonNode node, Map<String, String> fields) {
        if (!node.isObject()) return "proto: syntax error: unexpected token " + node;
        for (Map.Entry<String, JsonNode> one : node.properties()) {
            String type = fields.get(one.getKey());
            if (type == null) return "proto: unknown field \"" + one.getKey() + "\"";
            if (!fits(type, one.getValue())) {
                return "proto: invalid value for " + type + " field " + one.getKey() + ": " + one.getValue();
            }
        }
        return null;
    }

    private static boolean fits(String type, JsonNode value) {
        if (value.isNull()) return true;
        return switch (type) {
            case "string" -> value.isTextual();
            case "bool" -> value.isBoolean();
            case "uint32" -> ProtoJson.uint32(value) >= 0;
            case "list" -> value.isArray();
            case "policy" ->
                value.isInt() || Set.of("JRP_ON_FAILURE", "JRP_NEVER").contains(value.asText());
            default -> value.isObject();
        };
    }

    private static boolean set(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static String notGo(JsonNode value, String type) {
        String kind = value.isTextual() ? "string" : value.getNodeType().name().toLowerCase(Locale.ROOT);
        return "json: cannot unmarshal " + kind + " into Go value of type " + type;
    }
}
