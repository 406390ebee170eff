// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of the chat users that have connections now, and their number in all. */
public record ChatUserSlots(
        ChatUserStrategy strategy,

        @JsonPropertyDescription("The connections of all chat users.")
        long connections,

        @JsonPropertyDescription("How many the strategy's pool can have; absent without a pool.") @Nullable
        Long capacity,

        List<Load> items,
        @Nullable String next) {
    /** A chat user's connections. */
    public record Load(String chatUserId, String username, ChatUserKind kind, long connections) {}
}
