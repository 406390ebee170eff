// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to create a room (LiveKit's {@code RoomConfiguration}): in CreateRoom, or in a token for the case that its holder
 * is the first to join. A room that already exists ignores it.
 *
 * @param name the configuration's name, or empty
 * @param emptyTimeout seconds to keep the room if nobody joins; 0 for the server's default
 * @param departureTimeout seconds to keep the room after everyone has left; 0 for the server's default
 * @param maxParticipants 0 for no limit; agents and recorders do not count
 * @param metadata of the room
 * @param egress what to record automatically
 * @param minPlayoutDelay milliseconds
 * @param maxPlayoutDelay milliseconds
 * @param syncStreams better lip sync with a playout delay above 200 ms
 * @param agents to dispatch when the room is created
 * @param tags for searching
 */
public record RoomConfiguration(
        String name,
        int emptyTimeout,
        int departureTimeout,
        int maxParticipants,
        String metadata,
        @Nullable RoomEgress egress,
        int minPlayoutDelay,
        int maxPlayoutDelay,
        boolean syncStreams,
        List<RoomAgentDispatch> agents,
        Map<String, String> tags) {

    /** Nothing set: the server's defaults. */
    public static final RoomConfiguration NONE = builder().build();

    public RoomConfiguration {
        refuseNegative("emptyTimeout", emptyTimeout);
        refuseNegative("departureTimeout", departureTimeout);
        refuseNegative("maxParticipants", maxParticipants);
        refuseNegative("minPlayoutDelay", minPlayoutDelay);
        refuseNegative("maxPlayoutDelay", maxPlayoutDelay);
        agents = List.copyOf(agents);
        tags = Map.copyOf(tags);
    }

    private static void refuseNegative(String field, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " is negative");
        }
    }

    /** The same with these agents. */
    public RoomConfiguration withAgents(List<RoomAgentDispatch> others) {
        return new RoomConfiguration(
                name,
                emptyTimeout,
                departureTimeout,
                maxParticipants,
                metadata,
                egress,
                minPlayoutDelay,
                maxPlayoutDelay,
                syncStreams,
                others,
                tags);
    }

    /** A configuration with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the server's defaults. */
    public static final class Builder {
        private String name = "";
        private int emptyTimeout;
        private int departureTimeout;
        private int maxParticipants;
        private String metadata = "";
        private @Nullable RoomEgress egress;
        private int minPlayoutDelay;
        private int maxPlayoutDelay;
        private boolean syncStreams;
        private final List<RoomAgentDispatch> agents = new ArrayList<>();
        private final Map<String, String> tags = new LinkedHashMap<>();

        private Builder() {}

        public Builder name(String value) {
            name = value;
            return this;
        }

        /** How long an empty room stays open for its first participant; whole seconds. */
        public Builder emptyTimeout(Duration value) {
            emptyTimeout = Math.toIntExact(value.toSeconds());
            return this;
        }

        /** How long a room stays open after everyone has left; whole seconds. */
        public Builder departureTimeout(Duration value) {
            departureTimeout = Math.toIntExact(value.toSeconds());
            return this;
        }

        public Builder maxParticipants(int value) {
            maxParticipants = value;
            return this;
        }

        public Builder metadata(String value) {
            metadata = value;
            return this;
        }

        public Builder egress(RoomEgress value) {
            egress = value;
            return this;
        }

        public Builder playoutDelay(Duration least, Duration most) {
            minPlayoutDelay = Math.toIntExact(least.toMillis());
            maxPlayoutDelay = Math.toIntExact(most.toMillis());
            return this;
        }

        public Builder syncStreams(boolean value) {
            syncStreams = value;
            return this;
        }

        /** Adds an agent to dispatch when the room is created. */
        public Builder agent(RoomAgentDispatch value) {
            agents.add(value);
            return this;
        }

        public Builder tag(String key, String value) {
            tags.put(key, value);
            return this;
        }

        public RoomConfiguration build() {
            return new RoomConfiguration(
                    name,
                    emptyTimeout,
                    departureTimeout,
                    maxParticipants,
                    metadata,
                    egress,
                    minPlayoutDelay,
                    maxPlayoutDelay,
                    syncStreams,
                    agents,
                    tags);
        }
    }
}
