// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Asks for a fresh token in place of one that has not ended. */
public record RefreshRequest(
        @JsonPropertyDescription("A token that this tenant was given.") @NotNull @Size(min = 1, max = 65_536)
        String token) {}
