// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A webhook's signing secret that was put. */
public record WebhookCredential(
        CredentialView credential,

        @JsonPropertyDescription("The secret, if it was generated: whsec_…. It is never shown again.") @Nullable
        String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookCredential[" + credential + "]";
    }
}
