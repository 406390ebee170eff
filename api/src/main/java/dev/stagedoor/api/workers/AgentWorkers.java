// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an agent's workers are to run; it replaces what was said before. */
public record AgentWorkers(
        @JsonPropertyDescription(
                "Where they run: process, docker or kubernetes, if the operator's configuration has it.")
        @NotBlank
        @Size(max = 32)
        String runtime,

        @JsonPropertyDescription("The image, for docker and kubernetes; the operator says which are allowed.")
        @Size(min = 1, max = 512)
        @Shown
        @Nullable
        String image,

        @JsonPropertyDescription("The name of a command of the operator's configuration, for process.")
        @Size(min = 1, max = 64)
        @Shown
        @Nullable
        String command,

        @JsonPropertyDescription("In place of the image's own arguments; anybody may read them, so no secrets.")
        @Size(max = 64)
        @Nullable
        List<@NotNull @Size(max = 4096) @Shown String> arguments,

        @JsonPropertyDescription("How many run; one, by default.") @Valid @Nullable
        WorkerReplicas replicas,

        @JsonPropertyDescription("The most that each may use.") @Valid @Nullable
        WorkerResources resources,

        @JsonPropertyDescription(
                "Variables beside LiveKit's, by name, each with the tenant's credential whose secret is its value.")
        @Size(max = 64)
        @Nullable
        Map<@NotNull @Size(max = 128) String, @NotNull @Valid WorkerVariable> environment,

        @JsonPropertyDescription("Where a worker says that it is connected; for docker and kubernetes.")
        @Valid
        @Nullable
        WorkerHealth health,

        @JsonPropertyDescription(
                "How long a worker that is replaced may take to finish its calls, in seconds; 3600 by default.")
        @Min(0)
        @Max(86_400)
        @Nullable
        Integer drainSeconds) {}
