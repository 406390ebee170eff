// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a tenant's app users are led to chat users. Fields that are not given have their defaults. */
public record ChatUserPolicyFields(
        @JsonPropertyDescription("How app users are led to chat users; dedicated by default.") @Nullable
        ChatUserStrategy strategy,

        @JsonPropertyDescription("The chat users of a pool; 10 by default.") @Min(1) @Max(MOST_IN_POOL) @Nullable
        Integer poolSize,

        @JsonPropertyDescription("The connections that a chat user may have at a time; 100 by default.")
        @Min(1)
        @Max(MOST_CONNECTIONS)
        @Nullable
        Integer connectionsPerUser,

        @JsonPropertyDescription("What chats of each tier may use.") @Size(max = 20) @Nullable
        Map<@Pattern(regexp = NewChatUser.TIER, message = NewChatUser.TIER_IN_WORDS) String, @Valid ResourceLists>
                tiers,

        @JsonPropertyDescription("The tier of whoever has no other; one of tiers.")
        @Pattern(regexp = NewChatUser.TIER, message = NewChatUser.TIER_IN_WORDS)
        @Nullable
        String defaultTier,

        @JsonPropertyDescription("The most chat users that the tenant may have; the server's limit by default.")
        @Min(1)
        @Nullable
        Integer quota,

        @JsonPropertyDescription(
                "Whether an app user shares a pool when the quota has no room for a dedicated chat user; false by default.")
        @Nullable
        Boolean fallbackToShared,

        @JsonPropertyDescription(
                "Whether the chat users live on the tenant's upstream server, to which chats are passed on; false by default.")
        @Nullable
        Boolean upstream) {
    /** The most chat users in a pool. */
    public static final int MOST_IN_POOL = 200;

    /** The most connections of a chat user. */
    public static final int MOST_CONNECTIONS = 10_000;
}
