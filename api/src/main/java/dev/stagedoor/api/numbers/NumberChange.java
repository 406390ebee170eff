// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.numbers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What changes of a phone number. */
public record NumberChange(
        @JsonPropertyDescription("The tenant's agent that answers it from now on.") @NotBlank @Size(max = 64)
        String agentSlug) {}
