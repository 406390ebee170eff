package dev.stagedoor.livekit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a room is made (LiveKit's {@code RoomConfiguration}): in CreateRoom, or in a token for whoever comes first. A
 * room that already lives ignores it.
 *
 * @param name the configuration's name, or empty
 * @param emptyTimeout seconds to keep the room when nobody comes; 0 leaves it to the server
 * @param departureTimeout seconds to keep the room when everyone left; 0 leaves it to the server
 * @param maxParticipants 0 is no limit; agents and recorders do not count
 * @param metadata of the room
 * @param egress what to record by itself
 * @param minPlayoutDelay milliseconds
 * @param maxPlayoutDelay milliseconds
 * @param syncStreams better lip sync at a playout delay above 200 ms
 * @param agents to be dispatched when the room is made
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

    /** Nothing set: the server's own settings. */
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

    /** A configuration with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the server's own settings. */
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

        /** How long an empty room waits for its first participant; whole seconds. */
        public Builder emptyTimeout(Duration value) {
            emptyTimeout = Math.toIntExact(value.toSeconds());
            return this;
        }

        /** How long a room stays when everyone left; whole seconds. */
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

        /** Adds an agent to be dispatched when the room is made. */
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
