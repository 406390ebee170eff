// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A Claude profile to create, with exactly one of an API key and a gateway. */
public record NewProfile(
        @JsonPropertyDescription("Unique in the tenant.") @NotBlank @Size(max = 128) @Shown
        String profileName,

        @JsonPropertyDescription("An API key of the Claude Console. It is sealed and never shown again.")
        @Size(min = 20, max = 512)
        @Pattern(regexp = "[!-~]*", message = "must be visible ASCII characters")
        @Nullable
        String apiKey,

        @JsonPropertyDescription("A gateway, instead of the vendor's own API.") @Valid @Nullable
        ClaudeGateway gateway) {
    /** Without the key. */
    @Override
    public String toString() {
        return "NewProfile[" + profileName + ", " + gateway + "]";
    }
}
