// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A secret of the tenant's own, for its workers' environment. */
public record SecretCredentialRequest(
        @JsonPropertyDescription("The secret: 16 to 32,768 bytes of text, which may have line breaks.")
        @NotNull
        @Size(min = 16, max = 32_768)
        String secret,

        @JsonPropertyDescription("What it is for, shown in lists.") @Size(min = 1, max = 512) @Shown @Nullable
        String note) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "SecretCredentialRequest[" + note + "]";
    }
}
