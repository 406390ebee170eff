// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.RestartPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for an agent in a room (LiveKit's {@code AgentDispatch}). Its existence says nothing about an agent: the
 * server answers before it asks any worker.
 *
 * @param id {@code AD_…}
 * @param agentName the name that workers register under; a room created without agents has one dispatch with an empty
 *     name
 * @param room the room's name
 * @param metadata passed to the job
 * @param state its jobs and times; null right after creation on some servers
 * @param restartPolicy LiveKit Cloud only
 * @param deployment which deployment of the agent
 * @param attributes passed to the job
 */
public record AgentDispatch(
        String id,
        String agentName,
        String room,
        String metadata,
        @Nullable State state,
        @Nullable RestartPolicy restartPolicy,
        String deployment,
        Map<String, String> attributes) {

    public AgentDispatch {
        id = Objects.requireNonNullElse(id, "");
        agentName = Objects.requireNonNullElse(agentName, "");
        room = Objects.requireNonNullElse(room, "");
        metadata = Objects.requireNonNullElse(metadata, "");
        deployment = Objects.requireNonNullElse(deployment, "");
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }

    /** Its jobs; none until a worker accepts. A job can appear up to six seconds after its agent has joined. */
    public List<Job> jobs() {
        return state == null ? List.of() : state.jobs();
    }

    /** When the server created it; the Unix epoch if unknown. */
    public Instant createdAt() {
        return Instant.ofEpochSecond(0, state == null ? 0 : state.createdAt());
    }

    /** Whether it is being deleted. The agent stays for about eight more seconds. */
    public boolean deleted() {
        return state != null && state.deletedAt() != 0;
    }

    /**
     * A dispatch's jobs and times.
     *
     * @param jobs at most one for a room agent
     * @param createdAt nanoseconds since 1970
     * @param deletedAt nanoseconds since 1970; 0 if not deleted
     */
    public record State(List<Job> jobs, long createdAt, long deletedAt) {
        public State {
            jobs = jobs == null ? List.of() : List.copyOf(jobs);
        }
    }
}
