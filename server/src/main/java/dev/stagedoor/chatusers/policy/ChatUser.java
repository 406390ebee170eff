// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import dev.stagedoor.api.chatusers.ChatUserKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat user of a tenant.
 *
 * @param tier     its own tier; null for the app user's, or the policy's default
 * @param own      what it may use in place of what its tier says
 * @param metadata the backend's notes
 * @param enabled  whether it may be used
 */
public record ChatUser(
        ChatUserId id,
        Name name,
        @Nullable String tier,
        Resources own,
        Map<String, String> metadata,
        boolean enabled,
        Times times) {
    public ChatUser {
        metadata = Map.copyOf(metadata);
    }

    /**
     * What it is called, and who made it.
     *
     * @param index its place in the pool, from 0; null outside pools
     */
    public record Name(
            String username, ChatUserKind kind, @Nullable Integer index) {}

    /** When it was created and last changed. */
    public record Times(Instant createdAt, Instant updatedAt) {}

    /** One that a strategy makes: it has what its tier has. */
    public static ChatUser made(ChatUserId id, Name name, Instant now) {
        return new ChatUser(id, name, null, Resources.UNSAID, Map.of(), true, new Times(now, now));
    }

    /** Whether one app user has it for themselves, by the strategy. */
    public boolean isOwnOfAppUser() {
        return name.kind() == ChatUserKind.DEDICATED;
    }

    /** Whether it is of a pool, whose members are all alike. */
    public boolean isPooled() {
        return name.index() != null;
    }
}
