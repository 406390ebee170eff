// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An app user's account. */
public record AccountView(
        @JsonPropertyDescription("The tenant's own id of the user.")
        String userId,

        @JsonPropertyDescription("In lower case.") String email,

        @JsonPropertyDescription("Null if nobody said.") @Nullable
        String name,

        AccountState state,

        Instant createdAt,

        @JsonPropertyDescription("When the password was set; null if there is none.") @Nullable
        Instant passwordSetAt,

        @JsonPropertyDescription("When the user last logged in; null if never.") @Nullable
        Instant loggedInAt) {
    /** Without the person. */
    @Override
    public String toString() {
        return "AccountView[" + userId + ", " + state + "]";
    }
}
