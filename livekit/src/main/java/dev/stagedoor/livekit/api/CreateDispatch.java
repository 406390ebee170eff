package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.RestartPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AgentDispatchService#createDispatch} asks for.
 *
 * @param room its name; the server makes the room when there is none
 * @param agentName the name workers register under
 * @param metadata handed to the job, or empty
 * @param restartPolicy LiveKit Cloud only; null leaves it to the server
 * @param deployment which deployment of the agent, or empty
 * @param attributes handed to the job
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

    /** That agent into that room, given {@code metadata}. */
    public static CreateDispatch of(String room, String agentName, String metadata) {
        return new CreateDispatch(room, agentName, metadata, null, "", Map.of());
    }
}
