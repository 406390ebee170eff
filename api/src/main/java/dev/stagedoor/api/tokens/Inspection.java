// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a token claims, and whether it is valid. */
public record Inspection(
        @JsonPropertyDescription("Whether LiveKit would accept it from this tenant now.")
        boolean valid,

        @JsonPropertyDescription("valid, wrong, unknown_key or unreadable.")
        String signature,

        @JsonPropertyDescription("valid, expired, not_yet_valid or missing.")
        String lifetime,

        @JsonPropertyDescription("own: this tenant's key and room; foreign: anything else.")
        String tenant,

        @Nullable String keyId,
        @Nullable String identity,
        @Nullable String roomName,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,

        @JsonPropertyDescription("What its holder may do, in plain text.")
        List<String> may,

        @JsonPropertyDescription("What is wrong or unusual, in plain text.")
        List<String> problems,

        @JsonPropertyDescription("Its claims, unchanged.") Map<String, Object> claims) {}
