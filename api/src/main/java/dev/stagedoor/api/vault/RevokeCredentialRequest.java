// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Which version of a credential is revoked for good. */
public record RevokeCredentialRequest(
        @JsonPropertyDescription("Default: the active version.") @Min(1) @Nullable
        Long version) {}
