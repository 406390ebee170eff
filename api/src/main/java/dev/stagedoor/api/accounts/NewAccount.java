// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A user whom a tenant's backend invites. */
public record NewAccount(
        @JsonPropertyDescription("The tenant's own id of the user.") @NotBlank @Size(min = 1, max = 256) @Shown
        String userId,

        @JsonPropertyDescription("The address that the user logs in with; capital letters make no difference.")
        @NotBlank
        @Size(min = 3, max = 254)
        String email,

        @JsonPropertyDescription("The user's name, for their pages.") @Size(min = 1, max = 200) @Shown @Nullable
        String name) {
    /** Without the person. */
    @Override
    public String toString() {
        return "NewAccount[" + userId + "]";
    }
}
