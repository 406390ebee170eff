// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What the tenant's backend says of an app user: it replaces what it said before. */
public record ChatUserAssignment(
        @JsonPropertyDescription(
                "The tier, one of the policy; without the field the chat user's, or the policy's default.")
        @Pattern(regexp = NewChatUser.TIER, message = NewChatUser.TIER_IN_WORDS)
        @Nullable
        String tier,

        @JsonPropertyDescription(
                "The chat user to use, cu_…, whatever the strategy; without the field the strategy chooses.")
        @Size(min = 1, max = 64)
        @Shown
        @Nullable
        String chatUserId) {}
