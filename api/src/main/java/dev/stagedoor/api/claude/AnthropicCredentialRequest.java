// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A new secret for a Claude profile: exactly one of an API key and a gateway. */
public record AnthropicCredentialRequest(
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
        return "AnthropicCredentialRequest[" + gateway + "]";
    }
}
