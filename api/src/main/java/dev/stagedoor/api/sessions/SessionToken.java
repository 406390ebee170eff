// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The token of a session, for the page that the user is on. */
public record SessionToken(
        @JsonPropertyDescription("sd_ses_…; not given if the session is in a cookie.") @Nullable
        String token,

        @JsonPropertyDescription("When the session ends, in Unix seconds.")
        long expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
        return "SessionToken[" + expiresAt + "]";
    }
}
