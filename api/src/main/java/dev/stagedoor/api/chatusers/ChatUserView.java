// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat user. */
public record ChatUserView(
        @JsonPropertyDescription("cu_…") String id,

        String username,

        @JsonPropertyDescription("Who made it: a strategy, or the tenant's backend (manual).")
        ChatUserKind kind,

        @JsonPropertyDescription("The tier of its own; absent if it has the policy's default.") @Nullable
        String tier,

        @JsonPropertyDescription("The agents of its own; absent if it has its tier's.") @Nullable
        List<String> agents,

        @Nullable List<String> voices,
        @Nullable List<String> avatars,
        @Nullable List<String> toolsets,
        Map<String, String> metadata,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt) {}
