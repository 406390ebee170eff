// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch given to one worker (LiveKit's {@code Job}).
 *
 * @param id {@code AJ_…}
 * @param dispatchId the dispatch it serves
 * @param type what the agent is for
 * @param metadata the dispatch's
 * @param agentName the dispatch's
 * @param state its progress; null if the server did not say
 * @param deployment the dispatch's
 * @param attributes the dispatch's
 */
public record Job(
        String id,
        String dispatchId,
        Type type,
        String metadata,
        String agentName,
        @Nullable State state,
        String deployment,
        Map<String, String> attributes) {

    public Job {
        id = Objects.requireNonNullElse(id, "");
        dispatchId = Objects.requireNonNullElse(dispatchId, "");
        type = Objects.requireNonNullElse(type, Type.ROOM);
        metadata = Objects.requireNonNullElse(metadata, "");
        agentName = Objects.requireNonNullElse(agentName, "");
        deployment = Objects.requireNonNullElse(deployment, "");
        attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    }

    /**
     * A job's progress. A self-hosted server sets {@code RUNNING} when a worker accepts and never changes it again: it
     * does not prove that the agent is alive.
     *
     * @param status as last reported
     * @param error why it failed, or empty
     * @param startedAt nanoseconds since 1970
     * @param endedAt nanoseconds since 1970; 0 while it runs
     * @param updatedAt nanoseconds since 1970
     * @param participantIdentity the agent's identity in the room
     * @param workerId {@code AW_…}
     * @param agentId LiveKit Cloud
     */
    public record State(
            Status status,
            String error,
            long startedAt,
            long endedAt,
            long updatedAt,
            String participantIdentity,
            String workerId,
            String agentId) {

        public State {
            status = Objects.requireNonNullElse(status, Status.PENDING);
            error = Objects.requireNonNullElse(error, "");
            participantIdentity = Objects.requireNonNullElse(participantIdentity, "");
            workerId = Objects.requireNonNullElse(workerId, "");
            agentId = Objects.requireNonNullElse(agentId, "");
        }
    }

    /** What a job is for. */
    public enum Type {
        @JsonProperty("JT_ROOM")
        ROOM,
        @JsonProperty("JT_PUBLISHER")
        PUBLISHER,
        @JsonProperty("JT_PARTICIPANT")
        PARTICIPANT,
        /** A type that this library does not know. */
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** A job's status as last reported to the server. */
    public enum Status {
        @JsonProperty("JS_PENDING")
        PENDING,
        @JsonProperty("JS_RUNNING")
        RUNNING,
        @JsonProperty("JS_SUCCESS")
        SUCCESS,
        @JsonProperty("JS_FAILED")
        FAILED,
        @JsonProperty("JS_CANCELLED")
        CANCELLED,
        /** A status that this library does not know. */
        @JsonEnumDefaultValue
        UNKNOWN
    }
}
