package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A webhook's signing secret as it is put into the vault. */
public record WebhookCredentialRequest(
        @JsonPropertyDescription(
                "The HMAC secret: whsec_ and base64, or text; at least 24 bytes. Generated if it is not given.")
        @Size(min = 24, max = 512)
        @Nullable
        String secret,

        @JsonPropertyDescription("What it is for, shown in lists.") @Size(min = 1, max = 512) @Nullable
        String note) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookCredentialRequest[" + note + "]";
    }
}
