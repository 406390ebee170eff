// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What to change of a Claude profile; what is not given stays. */
public record ProfileChange(
        @JsonPropertyDescription("Unique in the tenant.") @Size(min = 1, max = 128) @Shown @Nullable
        String profileName,

        @JsonPropertyDescription("A new API key. Runs that have started keep the old one.")
        @Size(min = 20, max = 512)
        @Pattern(regexp = "[!-~]*", message = "must be visible ASCII characters")
        @Nullable
        String apiKey,

        @JsonPropertyDescription("A new gateway, or a new token for it.") @Valid @Nullable
        ClaudeGateway gateway) {
    /** Without the key. */
    @Override
    public String toString() {
        return "ProfileChange[" + profileName + ", " + gateway + "]";
    }
}
