// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * What a page is shown of an upstream server's frames: all but what is between the two servers. It never learns the name by
 * which it is known there.
 */
final class UpstreamFrames {
    /** The life of the token between the servers. */
    private static final Set<String> OURS = Set.of(Wire.TOKEN_EXPIRING, Wire.AUTH_REFRESHED);

    private final String user;
    private final Presence presence;

    UpstreamFrames(String user, Presence presence) {
        this.user = user;
        this.presence = presence;
    }

    /** The frame, as the page is told it; empty if it is not for the page. */
    Optional<String> shown(String frame) {
        boolean isPlain = !frame.contains(Wire.CHAT_USER_DATA)
                && !frame.contains(Wire.UI_SESSION_ID_CHANGED)
                && OURS.stream().noneMatch(frame::contains);
        if (isPlain) {
            return Optional.of(frame);
        }
        try {
            return shown(frame, Json.longReaderFor(JsonNode.class).readTree(frame));
        } catch (IOException | Problem notJson) {
            return Optional.empty();
        }
    }

    private Optional<String> shown(String frame, JsonNode read) {
        String type = read.path("type").asText("");
        if (OURS.contains(type)) {
            return Optional.empty();
        }
        if (type.equals(Wire.CHAT_USER_DATA) && read instanceof ObjectNode data) {
            ObjectNode known = Frames.object().put("id", user);
            known.putArray("roles");
            known.putArray("groups");
            return Optional.of(Json.text(data.set("user", known)));
        }
        if (type.equals(Wire.UI_SESSION_ID_CHANGED) && read instanceof ObjectNode data) {
            return Optional.of(Json.text(
                    data.put("token_expires_at", presence.token().expiresAt().getEpochSecond())));
        }
        return Optional.of(frame);
    }
}
