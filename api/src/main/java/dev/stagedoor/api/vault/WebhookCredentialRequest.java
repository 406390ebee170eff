// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A webhook's signing secret to put into the vault. */
public record WebhookCredentialRequest(
        @JsonPropertyDescription(
                "The HMAC secret of Standard Webhooks: whsec_ and the Base64 of 24 to 64 bytes. Default: generated.")
        @Size(max = 512)
        @Nullable
        String secret,

        @JsonPropertyDescription("What it is for, shown in lists.") @Size(min = 1, max = 512) @Shown @Nullable
        String note) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookCredentialRequest[" + note + "]";
    }
}
