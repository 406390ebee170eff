// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.RestartPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of {@link AgentDispatchService#createDispatch}.
 *
 * @param room its name; the server creates the room if it does not exist
 * @param agentName the name that workers register under
 * @param metadata passed to the job, or empty
 * @param restartPolicy LiveKit Cloud only; null for the server's default
 * @param deployment which deployment of the agent, or empty
 * @param attributes passed to the job
 */
public record CreateDispatch(
        String room,
        String agentName,
        String metadata,
        @Nullable RestartPolicy restartPolicy,
        String deployment,
        Map<String, String> attributes) {

    public CreateDispatch {
        if (room.isEmpty()) {
            throw new IllegalArgumentException("room is empty");
        }
        attributes = Map.copyOf(attributes);
    }

    /** This agent in this room, with {@code metadata}. */
    public static CreateDispatch of(String room, String agentName, String metadata) {
        return new CreateDispatch(room, agentName, metadata, null, "", Map.of());
    }
}
