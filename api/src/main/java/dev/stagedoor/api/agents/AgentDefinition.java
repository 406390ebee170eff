// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.agents;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole definition of an agent, which replaces any earlier one. */
public record AgentDefinition(
        @JsonPropertyDescription(
                "The agent's name within the tenant, used in paths. Required on POST; on PUT it must match the path, if given.")
        @Pattern(regexp = SLUG, message = SLUG_IN_WORDS)
        @Nullable
        String slug,

        @JsonPropertyDescription("The display name.") @NotBlank @Size(max = 256) @Shown
        String name,

        @JsonPropertyDescription("The LiveKit agent_name that its workers register with.")
        @NotBlank
        @Size(max = 256)
        @Pattern(regexp = "[^\\x00-\\x1f\\x7f]*", message = "must not contain control characters")
        @Shown
        String agentName,

        @JsonPropertyDescription("The instructions the agent starts with.") @Size(max = 32_768) @Nullable
        String systemPrompt,

        @JsonPropertyDescription("The model, by the provider's name for it.") @Size(max = 256) @Shown @Nullable
        String model,

        @JsonPropertyDescription("The voice, by the provider's name for it.") @Size(max = 256) @Shown @Nullable
        String voice,

        @JsonPropertyDescription("The names of the tools it may use.") @Size(max = 64) @Nullable
        List<@NotBlank @Size(max = 128) @Shown String> tools,

        @JsonPropertyDescription(
                "Whether its workers may get a lease for the model, by which they call it without a key; false by default.")
        @Nullable
        Boolean modelLease,

        @Valid @Nullable AgentLimits limits,

        @JsonPropertyDescription(
                "What happens when the agent certainly fails while people are in the room: it no longer answers, or its job"
                        + " failed. replace by default; with end the call ends, too.")
        @Nullable
        WhenLost onFailure,

        @JsonPropertyDescription(
                "What happens when the agent is gone while people are in the room and LiveKit does not say why: a"
                        + " self-hosted LiveKit does not tell an agent that left from one whose worker was killed. replace by"
                        + " default.")
        @Nullable
        WhenLost onUnclear,

        @JsonPropertyDescription("Whether it may be dispatched; true by default.") @Nullable
        Boolean enabled) {
    /** An agent that is replaced when it vanishes. */
    public AgentDefinition(
            @Nullable String slug,
            String name,
            String agentName,
            @Nullable String systemPrompt,
            @Nullable String model,
            @Nullable String voice,
            @Nullable List<String> tools,
            @Nullable Boolean modelLease,
            @Nullable AgentLimits limits,
            @Nullable Boolean enabled) {
        this(slug, name, agentName, systemPrompt, model, voice, tools, modelLease, limits, null, null, enabled);
    }

    /** What a slug looks like. */
    public static final String SLUG = "[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?";

    /** As a refusal says it. */
    public static final String SLUG_IN_WORDS =
            "must be 1 to 64 lower-case letters, digits and hyphens, with no hyphen at either end";
}
