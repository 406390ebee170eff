// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A key that signs tokens for agents. */
public record SigningKeyView(
        @JsonPropertyDescription("sig_…, the tokens' kid.") String id,

        @JsonPropertyDescription("From when on it signs.") Instant signsFrom) {}
