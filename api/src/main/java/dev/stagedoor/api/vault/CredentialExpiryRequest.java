// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the active version of a credential ends at its provider. */
public record CredentialExpiryRequest(
        @JsonPropertyDescription(
                "Reminders are sent before it: event credential.expiring. Null or absent: it does not end.")
        @Nullable
        Instant expiresAt) {}
