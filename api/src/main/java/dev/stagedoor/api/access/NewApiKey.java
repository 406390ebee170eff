// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API key to create. */
public record NewApiKey(
        @JsonPropertyDescription(
                "secret (the default), publishable (for web pages) or app (for apps that are no web page)")
        @Nullable
        KeyKind kind,

        @JsonPropertyDescription("Its display name") @NotBlank @Size(max = 128) @Shown
        String name,

        @JsonPropertyDescription("The scopes of a secret key; not for other kinds") @Size(max = 32) @Nullable
        List<@Size(max = 64) String> scopes,

        @JsonPropertyDescription("When it expires; without this it works until it is revoked") @Nullable
        Instant expiresAt,

        @JsonPropertyDescription(
                "The origins a publishable key may be used from, such as https://app.example.com or capacitor://localhost")
        @Size(max = 50)
        @Nullable
        List<@Size(max = 256) String> origins,

        @JsonPropertyDescription("The slugs of the agents a publishable or app key may request; none by default")
        @Size(max = 200)
        @Nullable
        List<@Pattern(regexp = AgentDefinition.SLUG, message = "must be an agent's slug") String> agents,

        @JsonPropertyDescription(
                "Its rate limit, where that is lower than the policy's key_limit; by default 20 per second and a burst of 100 for a publishable key, 5 and 50 for an app key")
        @Valid
        @Nullable
        BurstFields limit) {}
