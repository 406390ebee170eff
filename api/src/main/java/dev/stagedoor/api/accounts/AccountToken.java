// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A one-time token, by which a user sets their password; only this response contains it. */
public record AccountToken(
        @JsonPropertyDescription("For the tenant's backend to deliver to the user: sd_once_…. Earlier ones end.")
        String token,

        @JsonPropertyDescription("When the token ends, if it is not used.")
        Instant expiresAt,

        AccountView account) {
    /** Without the token. */
    @Override
    public String toString() {
        return "AccountToken[" + account + "]";
    }
}
