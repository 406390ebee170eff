// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What a user logs in with. */
public record LoginRequest(
        @NotBlank @Size(min = 3, max = 254) String email,

        @NotNull @Size(min = 1, max = 1024) String password,

        @JsonPropertyDescription("What the user sees in the list of their sessions: Firefox on Linux.")
        @Size(min = 1, max = 120)
        @Shown
        @Nullable
        String device,

        @JsonPropertyDescription("Whether the session comes as a cookie, which no script can read; false if absent.")
        @Nullable
        Boolean cookie) {
    /** Without the person and the password. */
    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
