// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.util.List;

/**
 * A request to create a room: LiveKit's {@code CreateRoomRequest}. Zero and empty mean "the server's default".
 *
 * @param emptyTimeout seconds an unused room stays open, 0 for 300
 * @param departureTimeout seconds a room stays open after the last person leaves, 0 for 20
 * @param maxParticipants 0 for no limit; agents do not count
 */
public record RoomSpec(
        String name,
        int emptyTimeout,
        int departureTimeout,
        int maxParticipants,
        String metadata,
        List<AgentSpec> agents) {
    /** Copies the list. */
    public RoomSpec {
        agents = List.copyOf(agents);
    }

    /** A room with all defaults. */
    public static RoomSpec named(String name) {
        return new RoomSpec(name, 0, 0, 0, "", List.of());
    }

    /** The same spec for a room of that name. */
    public RoomSpec as(String other) {
        return new RoomSpec(other, emptyTimeout, departureTimeout, maxParticipants, metadata, agents);
    }

    /** The same spec with these agents, started with the room. */
    public RoomSpec withAgents(AgentSpec... started) {
        return new RoomSpec(name, emptyTimeout, departureTimeout, maxParticipants, metadata, List.of(started));
    }

    /** The same spec with this empty timeout in seconds. */
    public RoomSpec withEmptyTimeout(int seconds) {
        return new RoomSpec(name, seconds, departureTimeout, maxParticipants, metadata, agents);
    }
}
