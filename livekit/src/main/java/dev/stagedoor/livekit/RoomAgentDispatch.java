package dev.stagedoor.livekit;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An agent to be dispatched into a room when the room is made (LiveKit's {@code RoomAgentDispatch}).
 *
 * <p>Servers read a token's {@code roomConfig} strictly: release 1.11.0 refuses the whole token when it holds {@code
 * deployment} or {@code attributes}, which are younger. In CreateRoom and CreateDispatch it skips them.
 *
 * @param agentName the name workers register under; empty means unnamed workers
 * @param metadata handed to the job as it is, or empty
 * @param restartPolicy LiveKit Cloud only
 * @param deployment which deployment of the agent, up to 64 bytes without underscore and white space, or empty
 * @param attributes handed to the job
 */
public record RoomAgentDispatch(
        String agentName,
        String metadata,
        @Nullable RestartPolicy restartPolicy,
        String deployment,
        Map<String, String> attributes) {

    public RoomAgentDispatch {
        agentName = Objects.requireNonNullElse(agentName, "");
        metadata = Objects.requireNonNullElse(metadata, "");
        deployment = Objects.requireNonNullElse(deployment, "");
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }

    /** The agent of that name, given {@code metadata}. */
    public static RoomAgentDispatch of(String agentName, String metadata) {
        return new RoomAgentDispatch(agentName, metadata, null, "", Map.of());
    }
}
