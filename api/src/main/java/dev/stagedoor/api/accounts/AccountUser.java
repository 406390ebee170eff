// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The user who has logged in. */
public record AccountUser(
        @JsonPropertyDescription("The tenant's own id of the user.")
        String id,

        String email,

        @JsonPropertyDescription("Null if nobody said.") @Nullable
        String name) {
    /** Without the person. */
    @Override
    public String toString() {
        return "AccountUser[" + id + "]";
    }
}
