// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Inspects a token. The response does not repeat it. */
public record InspectRequest(
        @JsonPropertyDescription("Any token, valid or not.") @NotNull @Size(min = 1, max = 65_536)
        String token) {}
