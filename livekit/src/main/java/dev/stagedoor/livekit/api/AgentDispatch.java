package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.RestartPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for an agent in a room (LiveKit's {@code AgentDispatch}). That it exists says nothing about an agent: the
 * server answers before it has asked any worker.
 *
 * @param id {@code AD_…}
 * @param agentName the name workers register under; a room made without agents carries one dispatch with the empty name
 * @param room its room's name
 * @param metadata handed to the job
 * @param state its jobs and times; null right after it was made on some servers
 * @param restartPolicy LiveKit Cloud only
 * @param deployment which deployment of the agent
 * @param attributes handed to the job
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

    /** Its jobs; none until a worker took it. A job can take about six seconds to show after the agent has come. */
    public List<Job> jobs() {
        return state == null ? List.of() : state.jobs();
    }

    /** When the server made it; the epoch when the server did not say. */
    public Instant createdAt() {
        return Instant.ofEpochSecond(0, state == null ? 0 : state.createdAt());
    }

    /** Whether its deletion has begun. The agent outlives it by some eight seconds. */
    public boolean deleted() {
        return state != null && state.deletedAt() != 0;
    }

    /**
     * A dispatch's jobs and times.
     *
     * @param jobs at most one for an agent of rooms
     * @param createdAt nanoseconds since 1970
     * @param deletedAt nanoseconds since 1970; 0 while it stands
     */
    public record State(List<Job> jobs, long createdAt, long deletedAt) {
        public State {
            jobs = jobs == null ? List.of() : List.copyOf(jobs);
        }
    }
}
