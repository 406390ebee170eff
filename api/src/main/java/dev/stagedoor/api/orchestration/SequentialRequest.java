// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agents that work on a task one after the other. */
public record SequentialRequest(
        @JsonPropertyDescription("What to do; or give task_content.") @Size(max = 65_536) @Nullable
        String task,

        @JsonPropertyDescription("What to do, as texts and images; goes before task.") @Size(max = 32) @Nullable
        List<@Valid ContentBlock> taskContent,

        @JsonPropertyDescription("The agents.") @NotNull @Size(min = 1, max = 100)
        List<@Valid @NotNull RunAgent> agents,

        @JsonPropertyDescription("The order in which they work, by name; an agent may come more than once.")
        @NotNull
        @Size(min = 1, max = 100)
        List<@NotNull @Size(max = 64) String> agentSequence,

        @JsonPropertyDescription("The model of agents that name none; the server's default if not given.")
        @Size(max = 128)
        @Shown
        @Nullable
        String model,

        @JsonPropertyDescription("fail_fast, the default, or collect.") @Nullable
        OnError onError,

        @JsonPropertyDescription("The user whose selected profile the run takes; the tenant itself if not given.")
        @Size(min = 1, max = 256)
        @Shown
        @Nullable
        String userId,

        @JsonPropertyDescription("A profile to take instead of the selected one.") @Size(min = 1, max = 64) @Nullable
        String profileId,

        @JsonPropertyDescription(
                "Whether another node continues the run if this one dies; it is interrupted otherwise.")
        @Nullable
        Boolean resume,

        @JsonPropertyDescription("The most that the run may use.") @Valid @Nullable
        RunBudget budget,

        @JsonPropertyDescription("Refused with tools_not_enabled: agents have no workspace here.")
        @Size(max = 2048)
        @Nullable
        String gitRepo,

        @JsonPropertyDescription("Refused if true: agents have no workspace here.") @Nullable
        Boolean isolateAgentWorkspaces)
        implements OrchestrationRequest {}
