// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A worker. */
public record WorkerView(
        @JsonPropertyDescription("wrk_…") String id,
        String agentSlug,
        String runtime,

        @JsonPropertyDescription("Its name there: a container's or a pod's.")
        String name,

        long generation,

        @JsonPropertyDescription("The version of the tenant's LiveKit credential that it was given.")
        long credentialVersion,

        WorkerState state,
        Instant startedAt,

        @JsonPropertyDescription("When it was first seen registered with LiveKit; absent before.") @Nullable
        Instant readyAt,

        @Nullable Instant endedAt,

        @JsonPropertyDescription("Its exit code, if it ended and that is known.") @Nullable
        Integer exitCode,

        @JsonPropertyDescription("Why it ended, if that is known.") @Nullable
        String why,

        @JsonPropertyDescription("How often the runtime itself has restarted it.")
        int restarts) {}
