// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.numbers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** By which carrier a phone number is confirmed to be the tenant's. */
public record NumberConfirmation(
        @JsonPropertyDescription(
                "twilio, telnyx or plivo: the tenant's account there is asked whether it has the number.")
        @NotBlank
        @Size(max = 64)
        String carrier) {}
