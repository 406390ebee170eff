// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Hands the person on the phone over to another number. */
public record TransferRequest(
        @JsonPropertyDescription("The number, in E.164; the dial settings say which may be called.")
        @NotBlank
        @Size(max = 64)
        String to) {}
