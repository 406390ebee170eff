// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A gateway that speaks Anthropic's Messages API, such as a proxy of your own. */
public record ClaudeGateway(
        @JsonPropertyDescription("Its URL, without /v1.") @NotNull @Size(min = 1, max = 2048)
        String baseUrl,

        @JsonPropertyDescription("The bearer token it expects. It is sealed and never shown again.")
        @NotNull
        @Size(min = 8, max = 4096)
        @Pattern(regexp = "[!-~]*", message = "must be visible ASCII characters")
        String authToken) {
    /** Without the token. */
    @Override
    public String toString() {
        return "ClaudeGateway[" + baseUrl + "]";
    }
}
