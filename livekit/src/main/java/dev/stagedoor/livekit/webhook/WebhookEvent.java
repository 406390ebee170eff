// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.livekit.api.Job;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.livekit.api.Track;
import dev.stagedoor.livekit.wire.WireJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of a LiveKit server (LiveKit's {@code WebhookEvent}).
 *
 * @param event such as {@code room_started} or {@code participant_joined}; new servers add more
 * @param id {@code EV_…}; the same if the server sends it again
 * @param createdAt seconds since 1970
 * @param room where it happened
 * @param participant of {@code participant_*} and {@code track_*}
 * @param track of {@code track_*}
 * @param job of {@code agent_job_*} (LiveKit Cloud)
 * @param egressInfo of {@code egress_*}, unparsed
 * @param ingressInfo of {@code ingress_*}, unparsed
 */
public record WebhookEvent(
        String event,
        String id,
        long createdAt,
        @Nullable Room room,
        @Nullable Participant participant,
        @Nullable Track track,
        @Nullable Job job,
        @Nullable JsonNode egressInfo,
        @Nullable JsonNode ingressInfo) {

    public WebhookEvent {
        event = Objects.requireNonNullElse(event, "");
        id = Objects.requireNonNullElse(id, "");
    }

    /** Reads the body of a webhook that was verified; empty if it is not an event. */
    public static Optional<WebhookEvent> read(byte[] body) {
        try {
            return Optional.ofNullable(WireJson.WEBHOOKS.readValue(body, WebhookEvent.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@link #createdAt} as an instant. */
    public Instant at() {
        return Instant.ofEpochSecond(createdAt);
    }
}
