// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.tenants.BurstFields;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of an API key to replace. Its kind, scopes and expiry never change. */
public record ApiKeyChange(
        @JsonPropertyDescription("Its display name") @Size(min = 1, max = 128) @Nullable
        String name,

        @JsonPropertyDescription("The origins that a publishable key may be used from, instead of those it has")
        @Size(max = 50)
        @Nullable
        List<@Size(max = 256) String> origins,

        @JsonPropertyDescription("The agents that a publishable or app key may request, instead of those it has")
        @Size(max = 200)
        @Nullable
        List<@Pattern(regexp = AgentDefinition.SLUG, message = "must be an agent's slug") String> agents,

        @JsonPropertyDescription("Its rate limit, where that is lower than the policy's key_limit") @Valid @Nullable
        BurstFields limit) {}
