// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.DispatchView;
import dev.stagedoor.sandbox.DispatchView.JobView;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.RoomView;
import dev.stagedoor.sandbox.TwirpCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Responses as LiveKit writes them: snake_case, defaults written out, 64-bit numbers as strings, enums by name. */
final class Wire {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> CODECS = List.of(
            "audio/PCMU",
            "audio/PCMA",
            "audio/opus",
            "audio/red",
            "video/VP8",
            "video/H264",
            "video/VP9",
            "video/AV1",
            "video/H265",
            "video/rtx");
    private static final int CLIENT_PROTOCOL = 2;

    private Wire() {}

    static ObjectNode empty() {
        return JSON.objectNode();
    }

    static ObjectNode error(TwirpCode code, String message, Map<String, String> meta) {
        ObjectNode error = JSON.objectNode().put("code", code.wire()).put("msg", message);
        if (!meta.isEmpty()) meta.forEach(error.putObject("meta")::put);
        return error;
    }

    static ObjectNode rooms(List<RoomView> rooms) {
        ObjectNode list = JSON.objectNode();
        ArrayNode all = list.putArray("rooms");
        rooms.forEach(room -> all.add(room(room)));
        return list;
    }

    static ObjectNode room(RoomView room) {
        ObjectNode node = JSON.objectNode()
                .put("sid", room.sid())
                .put("name", room.name())
                .put("empty_timeout", room.emptyTimeout())
                .put("departure_timeout", room.departureTimeout())
                .put("max_participants", room.maxParticipants())
                .put("creation_time", seconds(room.created()))
                .put("creation_time_ms", millis(room.created()))
                .put("turn_password", room.turnPassword());
        ArrayNode codecs = node.putArray("enabled_codecs");
        CODECS.forEach(codec -> codecs.addObject().put("mime", codec).put("fmtp_line", ""));
        return node.put("metadata", room.metadata())
                .put("num_participants", room.numParticipants())
                .put("num_publishers", room.numPublishers())
                .put("active_recording", false)
                .putNull("version");
    }

    static ObjectNode participants(List<ParticipantView> participants) {
        ObjectNode list = JSON.objectNode();
        ArrayNode all = list.putArray("participants");
        participants.forEach(one -> all.add(participant(one)));
        return list;
    }

    static ObjectNode participant(ParticipantView one) {
        ObjectNode node = JSON.objectNode()
                .put("sid", one.sid())
                .put("identity", one.identity())
                .put("state", one.state().name());
        node.putArray("tracks");
        node.put("metadata", one.metadata())
                .put("joined_at", seconds(one.joined()))
                .put("joined_at_ms", millis(one.joined()))
                .put("name", one.name())
                .put("version", one.version());
        node.set("permission", permission(one));
        node.put("region", "")
                .put("is_publisher", one.publisher())
                .put("kind", one.kind().name());
        ObjectNode attributes = node.putObject("attributes");
        one.attributes().forEach(attributes::put);
        node.put("disconnect_reason", "UNKNOWN_REASON").putArray("kind_details");
        node.putArray("data_tracks");
        return node.put("client_protocol", CLIENT_PROTOCOL);
    }

    static ObjectNode dispatches(List<DispatchView> dispatches) {
        ObjectNode list = JSON.objectNode();
        ArrayNode all = list.putArray("agent_dispatches");
        dispatches.forEach(one -> all.add(dispatch(one)));
        return list;
    }

    static ObjectNode dispatch(DispatchView one) {
        ObjectNode node = JSON.objectNode()
                .put("id", one.id())
                .put("agent_name", one.agentName())
                .put("room", one.room())
                .put("metadata", one.metadata());
        ObjectNode state = node.putObject("state");
        ArrayNode jobs = state.putArray("jobs");
        one.jobs().forEach(job -> jobs.add(job(job, one)));
        state.put("created_at", nanos(one.created())).put("deleted_at", "0");
        return node.put("restart_policy", "JRP_ON_FAILURE");
    }

    private static ObjectNode job(JobView job, DispatchView of) {
        ObjectNode node = JSON.objectNode()
                .put("id", job.id())
                .put("dispatch_id", of.id())
                .put("type", "JT_ROOM");
        node.set("room", room(job.room()));
        node.put("namespace", "").put("metadata", of.metadata()).put("agent_name", of.agentName());
        node.putObject("state")
                .put("status", "JS_RUNNING")
                .put("error", "")
                .put("started_at", nanos(job.started()))
                .put("ended_at", "0")
                .put("updated_at", nanos(job.started()))
                .put("participant_identity", job.identity())
                .put("worker_id", job.workerId())
                .put("agent_id", "");
        return node.put("enable_recording", false);
    }

    private static ObjectNode permission(ParticipantView one) {
        Permissions may = one.permissions();
        ObjectNode node = JSON.objectNode()
                .put("can_subscribe", may.subscribe())
                .put("can_publish", may.publish())
                .put("can_publish_data", may.publishData());
        node.putArray("can_publish_sources");
        return node.put("hidden", one.hidden())
                .put("recorder", false)
                .put("can_update_metadata", may.updateMetadata())
                .put("agent", one.agent())
                .put("can_subscribe_metrics", false)
                .put("can_manage_agent_session", false);
    }

    private static String seconds(Instant when) {
        return String.valueOf(when.getEpochSecond());
    }

    private static String millis(Instant when) {
        return String.valueOf(when.toEpochMilli());
    }

    private static String nanos(Instant when) {
        return String.valueOf(when.getEpochSecond() * 1_000_000_000L + when.getNano());
    }
}
