// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An agent to dispatch when a room is created (LiveKit's {@code RoomAgentDispatch}).
 *
 * <p>Servers read a token's {@code roomConfig} strictly: release 1.11.0 rejects the whole token if it contains {@code
 * deployment} or {@code attributes}, which came later. In CreateRoom and CreateDispatch it ignores them.
 *
 * @param agentName the name that workers register under; empty for unnamed workers
 * @param metadata passed to the job unchanged, or empty
 * @param restartPolicy LiveKit Cloud only
 * @param deployment which deployment of the agent, up to 64 bytes without underscores or white space, or empty
 * @param attributes passed to the job
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

    /** The agent with this name and {@code metadata}. */
    public static RoomAgentDispatch of(String agentName, String metadata) {
        return new RoomAgentDispatch(agentName, metadata, null, "", Map.of());
    }
}
