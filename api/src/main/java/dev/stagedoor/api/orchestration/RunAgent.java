// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** An agent of a run: a prompt under a name. */
public record RunAgent(
        @JsonPropertyDescription("Unique in the run; other fields refer to the agent by it.")
        @NotBlank
        @Size(max = 64)
        @Shown
        String name,

        @JsonPropertyDescription("The agent's instructions.") @NotBlank @Size(max = 32_768)
        String systemPrompt,

        @JsonPropertyDescription("Describes the agent and changes nothing; worker by default.") @Nullable
        AgentRole role,

        @JsonPropertyDescription("Agents have no tools here: true is refused with tools_not_enabled.") @Nullable
        Boolean useTools,

        @JsonPropertyDescription(
                "What the agent is good at, for the manager or router that chooses; the start of its prompt if not given.")
        @Size(max = 1024)
        @Shown
        @Nullable
        String description,

        @JsonPropertyDescription("The model, by the provider's id; the run's if not given.")
        @Size(max = 128)
        @Shown
        @Nullable
        String model,

        @JsonPropertyDescription("The most tokens of one answer; 4096 by default.") @Min(1) @Max(64_000) @Nullable
        Integer maxTokens,

        @JsonPropertyDescription("From 0 to 1; the model's own if not given.")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable
        Double temperature) {}
