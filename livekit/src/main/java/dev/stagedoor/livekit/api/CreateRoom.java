// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;

/**
 * The request of {@link RoomService#createRoom}.
 *
 * @param name unique on the server
 * @param roomPreset a configuration that the server knows, or empty
 * @param configuration overrides the preset; {@link RoomConfiguration#name} is ignored here
 */
public record CreateRoom(String name, String roomPreset, RoomConfiguration configuration) {
    public CreateRoom {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name is empty");
        }
    }

    /** A room with the server's defaults. */
    public static CreateRoom named(String name) {
        return new CreateRoom(name, "", RoomConfiguration.NONE);
    }

    /** A room with settings. */
    public static CreateRoom named(String name, RoomConfiguration configuration) {
        return new CreateRoom(name, "", configuration);
    }

    /** A room that starts with one agent. */
    public static CreateRoom withAgent(String name, RoomAgentDispatch agent) {
        return named(name, RoomConfiguration.builder().agent(agent).build());
    }
}
