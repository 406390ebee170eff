// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Which of the tenant's credentials a variable holds. */
public record WorkerVariable(
        @JsonPropertyDescription("The kind of credential: secret.") @NotBlank @Size(max = 64)
        String credential,

        @JsonPropertyDescription("Its name in the tenant's vault; default by default.")
        @Size(min = 1, max = 63)
        @Nullable
        String name) {}
