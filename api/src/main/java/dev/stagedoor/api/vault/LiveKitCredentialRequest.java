// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A LiveKit project to put into the vault. */
public record LiveKitCredentialRequest(
        @JsonPropertyDescription("The URL of the tenant's own LiveKit server: ws, wss, http or https.")
        @NotNull
        @Size(min = 1, max = 2048)
        String serverUrl,

        @JsonPropertyDescription("The id of the API key.")
        @NotNull
        @Size(min = 1, max = 256)
        @Pattern(regexp = VISIBLE, message = "must be visible ASCII characters")
        String apiKey,

        @JsonPropertyDescription(
                "The secret of the API key, at least 32 characters, except that of livekit-server --dev in development. It is sealed and never shown again.")
        @NotNull
        @Size(min = 1, max = 256)
        @Pattern(regexp = VISIBLE, message = "must be visible ASCII characters")
        String apiSecret) {
    private static final String VISIBLE = "[!-~]*";

    /** Without the secret. */
    @Override
    public String toString() {
        return "LiveKitCredentialRequest[" + serverUrl + ", " + apiKey + "]";
    }
}
