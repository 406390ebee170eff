// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Requests a new token in place of one that has not expired. */
public record RefreshRequest(
        @JsonPropertyDescription("A token issued to this tenant.") @NotNull @Size(min = 1, max = 65_536)
        String token) {}
