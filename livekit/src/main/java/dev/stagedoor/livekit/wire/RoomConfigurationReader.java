// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.wire;

import dev.stagedoor.livekit.RestartPolicy;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.RoomEgress;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** RoomConfiguration as protojson reads it: camelCase or snake_case, numbers also as text. */
public final class RoomConfigurationReader {
    private RoomConfigurationReader() {}

    /** Reads the object; fields that LiveKit does not know are told to {@code unknown}. */
    public static RoomConfiguration read(JsonReader in, Consumer<String> unknown) {
        var room = new RoomConfiguration(
                orEmpty(in.text("name")),
                in.count("emptyTimeout"),
                in.count("departureTimeout"),
                in.count("maxParticipants"),
                orEmpty(in.text("metadata")),
                egress(in),
                in.count("minPlayoutDelay"),
                in.count("maxPlayoutDelay"),
                in.flag("syncStreams"),
                in.objects("agents").stream()
                        .map(agent -> agent(agent, unknown))
                        .toList(),
                in.map("tags"));
        in.unknown().forEach(unknown);
        return room;
    }

    private static RoomAgentDispatch agent(JsonReader in, Consumer<String> unknown) {
        var agent = new RoomAgentDispatch(
                orEmpty(in.text("agentName")),
                orEmpty(in.text("metadata")),
                restart(in.text("restartPolicy")),
                orEmpty(in.text("deployment")),
                in.map("attributes"));
        in.unknown().forEach(unknown);
        return agent;
    }

    private static @Nullable RestartPolicy restart(@Nullable String wire) {
        for (var policy : RestartPolicy.values()) {
            if (policy.wire().equals(wire)) {
                return policy;
            }
        }
        return null;
    }

    private static @Nullable RoomEgress egress(JsonReader in) {
        var node = in.node("egress");
        if (node == null) {
            return null;
        }
        try {
            return RoomEgress.ofJson(node.toString());
        } catch (IllegalArgumentException e) {
            in.tell("egress", "is no egress: " + e.getMessage());
            return null;
        }
    }

    private static String orEmpty(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
