// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Asks what a token says. It is never repeated in the answer. */
public record InspectRequest(
        @JsonPropertyDescription("Any token, good or not.") @NotNull @Size(min = 1, max = 65_536)
        String token) {}
