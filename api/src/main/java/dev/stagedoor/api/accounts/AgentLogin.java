// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** What a user logs in with, in the form of Agent C's own login. */
public record AgentLogin(
        @JsonPropertyDescription("The account's email address.") @NotBlank @Size(min = 3, max = 254)
        String username,

        @NotNull @Size(min = 1, max = 1024) String password) {
    /** Without the person and the password. */
    @Override
    public String toString() {
        return "AgentLogin[]";
    }
}
