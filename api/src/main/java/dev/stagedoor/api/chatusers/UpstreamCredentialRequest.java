// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** The server on which a tenant's chat users live, and a key of it. */
public record UpstreamCredentialRequest(
        @JsonPropertyDescription("The server's URL, without /api.") @NotBlank @Size(max = 2_048)
        String serverUrl,

        @JsonPropertyDescription(
                "A key of that server with chat_users:read and chat_users:write; no other tenant has it.")
        @NotBlank
        @Size(min = 24, max = 512)
        String apiKey) {
    /** Without the key. */
    @Override
    public String toString() {
        return "UpstreamCredentialRequest[" + serverUrl + "]";
    }
}
