// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an agent's workers are to run, and how many do. */
public record AgentWorkersView(
        String agentSlug,
        String runtime,
        @Nullable String image,
        @Nullable String command,
        List<String> arguments,
        WorkerReplicas replicas,

        @JsonPropertyDescription("How many are wanted now.") int wanted,

        WorkerResources resources,
        Map<String, WorkerVariable> environment,
        @Nullable WorkerHealth health,
        int drainSeconds,

        @JsonPropertyDescription("Rises with every new spec or credential version that workers are started with.")
        long generation,

        @JsonPropertyDescription("How many of the newest generation are registered with LiveKit.")
        int ready,

        @JsonPropertyDescription("Whether they were deleted, and the last finish their calls.")
        boolean ending,

        @JsonPropertyDescription("Why none run, or why the last one could not be started; absent if all is well.")
        @Nullable
        String problem,

        Instant createdAt,
        Instant updatedAt) {}
