// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Which version is to be active again. */
public record RollbackCredentialRequest(
        @JsonPropertyDescription("The version; absent for the one that was active before.") @Min(1) @Nullable
        Long version) {}
