// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.tenants.BurstFields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API key, without its text. */
public record ApiKeyView(
        @JsonPropertyDescription("Its id, key_…, which is not the key itself")
        String id,

        @JsonPropertyDescription("Its kind") KeyKind kind,

        @JsonPropertyDescription("Its display name") String name,

        @JsonPropertyDescription("Its scopes") List<String> scopes,

        @JsonPropertyDescription("The origins a publishable key may be used from") @Nullable
        List<String> origins,

        @JsonPropertyDescription("The agents a publishable or app key may request") @Nullable
        List<String> agents,

        @JsonPropertyDescription("Its own rate limit, if it has one") @Nullable
        BurstFields limit,

        @JsonPropertyDescription("When it was created") Instant createdAt,

        @JsonPropertyDescription("When it expires, if it does") @Nullable
        Instant expiresAt,

        @JsonPropertyDescription("When it was last used, within a minute or two") @Nullable
        Instant lastUsedAt,

        @JsonPropertyDescription("When it was revoked, if it was") @Nullable
        Instant revokedAt,

        @JsonPropertyDescription("The key that created it, the tenant's or an operator's, if one did") @Nullable
        String madeBy,

        @JsonPropertyDescription("The key whose rate limit it shares, since that key or one it made created it")
        @Nullable
        String limitOf) {}
