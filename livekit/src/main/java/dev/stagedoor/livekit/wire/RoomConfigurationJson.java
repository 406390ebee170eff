// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.wire;

import dev.stagedoor.livekit.RestartPolicy;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RoomConfiguration as protojson writes it: camelCase, unset fields left out, maps as objects. */
public final class RoomConfigurationJson {
    private static final byte[] NAME = JsonBytes.name("name");
    private static final byte[] EMPTY_TIMEOUT = JsonBytes.name("emptyTimeout");
    private static final byte[] DEPARTURE_TIMEOUT = JsonBytes.name("departureTimeout");
    private static final byte[] MAX_PARTICIPANTS = JsonBytes.name("maxParticipants");
    private static final byte[] METADATA = JsonBytes.name("metadata");
    private static final byte[] EGRESS = JsonBytes.name("egress");
    private static final byte[] MIN_PLAYOUT_DELAY = JsonBytes.name("minPlayoutDelay");
    private static final byte[] MAX_PLAYOUT_DELAY = JsonBytes.name("maxPlayoutDelay");
    private static final byte[] SYNC_STREAMS = JsonBytes.name("syncStreams");
    private static final byte[] AGENTS = JsonBytes.name("agents");
    private static final byte[] TAGS = JsonBytes.name("tags");
    private static final byte[] AGENT_NAME = JsonBytes.name("agentName");
    private static final byte[] RESTART_POLICY = JsonBytes.name("restartPolicy");
    private static final byte[] DEPLOYMENT = JsonBytes.name("deployment");
    private static final byte[] ATTRIBUTES = JsonBytes.name("attributes");

    private RoomConfigurationJson() {}

    /** Writes the configuration's fields into the object that is open, without its name. */
    public static void writeSettings(JsonBytes out, RoomConfiguration room) {
        out.positive(EMPTY_TIMEOUT, room.emptyTimeout())
                .positive(DEPARTURE_TIMEOUT, room.departureTimeout())
                .positive(MAX_PARTICIPANTS, room.maxParticipants())
                .text(METADATA, room.metadata())
                .positive(MIN_PLAYOUT_DELAY, room.minPlayoutDelay())
                .positive(MAX_PLAYOUT_DELAY, room.maxPlayoutDelay())
                .flag(SYNC_STREAMS, room.syncStreams());
        var egress = room.egress();
        if (egress != null) {
            out.json(EGRESS, egress.json());
        }
        if (!room.agents().isEmpty()) {
            out.openArray(AGENTS);
            room.agents().forEach(agent -> write(out, agent));
            out.closeArray();
        }
        writeMap(out, TAGS, room.tags());
    }

    /** Writes the configuration as a field. */
    public static void write(JsonBytes out, byte[] field, RoomConfiguration room) {
        out.open(field).text(NAME, room.name());
        writeSettings(out, room);
        out.close();
    }

    private static void write(JsonBytes out, RoomAgentDispatch agent) {
        out.open().text(AGENT_NAME, agent.agentName());
        writeJob(out, agent.metadata(), agent.restartPolicy(), agent.deployment(), agent.attributes());
        out.close();
    }

    /** Writes what a dispatch hands to its job, into the object that is open. */
    public static void writeJob(
            JsonBytes out,
            String metadata,
            @Nullable RestartPolicy restart,
            String deployment,
            Map<String, String> attributes) {
        out.text(METADATA, metadata)
                .text(RESTART_POLICY, restart == null ? null : restart.wire())
                .text(DEPLOYMENT, deployment);
        writeMap(out, ATTRIBUTES, attributes);
    }

    /** Writes a map as a field, unless it is empty. */
    public static void writeMap(JsonBytes out, byte[] field, Map<String, String> map) {
        if (!map.isEmpty()) {
            out.open(field);
            map.forEach(out::entry);
            out.close();
        }
    }
}
