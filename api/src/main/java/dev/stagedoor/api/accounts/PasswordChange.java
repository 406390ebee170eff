// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A user's own change of their password. */
public record PasswordChange(
        @NotNull @Size(min = 1, max = 1024) String current,

        @JsonPropertyDescription("8 to 256 characters, not the user's address or id.")
        @NotNull
        @Size(min = 1, max = 1024)
        String password) {
    /** Without the passwords. */
    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
