// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A password that a user sets by a one-time token. */
public record NewPassword(
        @JsonPropertyDescription("The one-time token of the invitation or the reset: sd_once_….")
        @NotNull
        @Size(min = 1, max = 256)
        String token,

        @JsonPropertyDescription("8 to 256 characters, not the user's address or id.")
        @NotNull
        @Size(min = 1, max = 1024)
        String password) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "NewPassword[]";
    }
}
