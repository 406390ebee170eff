package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.tenants.BurstFields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API key, without its text. */
public record ApiKeyView(
        @JsonPropertyDescription("key_…; it is not the key") String id,
        @JsonPropertyDescription("What it is for") KeyKind kind,

        @JsonPropertyDescription("What it is for, for people")
        String name,

        @JsonPropertyDescription("What it may do") List<String> scopes,

        @JsonPropertyDescription("Where a publishable key is used from") @Nullable
        List<String> origins,

        @JsonPropertyDescription("The agents a publishable key may ask for") @Nullable
        List<String> agents,

        @JsonPropertyDescription("How fast its requests may come, where it has a limit of its own") @Nullable
        BurstFields limit,

        @JsonPropertyDescription("When it was created") Instant createdAt,

        @JsonPropertyDescription("When it stops working, if it does") @Nullable
        Instant expiresAt,

        @JsonPropertyDescription("When it was last used, to a minute or two") @Nullable
        Instant lastUsedAt,

        @JsonPropertyDescription("When it was revoked, if it was") @Nullable
        Instant revokedAt) {}
