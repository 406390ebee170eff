// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A tenant. */
public record TenantView(
        @JsonPropertyDescription("ten_…") String id,

        @JsonPropertyDescription("Its permanent short name, the prefix of its rooms")
        String slug,

        @JsonPropertyDescription("Its display name") String name,
        @JsonPropertyDescription("Its status") TenantStatus status,

        @JsonPropertyDescription("Its complete policy") PolicyFields policy,

        @JsonPropertyDescription("When it was created") Instant createdAt,

        @JsonPropertyDescription("When name, status or policy last changed")
        Instant updatedAt,

        @JsonPropertyDescription("When it was suspended, if it is") @Nullable
        Instant suspendedAt) {}
