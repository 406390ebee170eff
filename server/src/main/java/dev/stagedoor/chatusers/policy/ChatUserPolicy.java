// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import dev.stagedoor.api.chatusers.ChatUserStrategy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's app users are led to chat users.
 *
 * @param tiers       what chats of each tier may use
 * @param defaultTier the tier of whoever has no other; empty if everything is permitted to them
 * @param quota       the most chat users; null for the server's limit
 * @param upstream    whether they live on the tenant's upstream server
 */
public record ChatUserPolicy(
        ChatUserStrategy strategy,
        Pools pools,
        Map<String, Resources> tiers,
        String defaultTier,
        @Nullable Integer quota,
        boolean upstream) {
    public static final ChatUserPolicy STANDARD =
            new ChatUserPolicy(ChatUserStrategy.DEDICATED, new Pools(10, 100, false), Map.of(), "", null, false);

    public ChatUserPolicy {
        tiers = Map.copyOf(tiers);
    }

    /**
     * How large pools are.
     *
     * @param size        the chat users of a pool
     * @param connections the connections of a chat user, in a pool or not
     * @param fallback    whether the shared pool takes whom the quota leaves without a chat user of their own
     */
    public record Pools(int size, int connections, boolean fallback) {}

    /** What that tier may use; one that the policy does not know, or no longer, is the default. */
    public Resources of(@Nullable String tier) {
        Resources known = tier == null ? null : tiers.get(tier);
        return known == null ? tiers.getOrDefault(defaultTier, Resources.UNSAID) : known;
    }

    /** Whether the shared pool takes whom a quota leaves without the chat user of their own that they were promised. */
    public boolean fallsBack() {
        return strategy == ChatUserStrategy.DEDICATED && pools.fallback();
    }

    /** Whether connections go to a pool. */
    public boolean isPooled() {
        return strategy != ChatUserStrategy.DEDICATED;
    }
}
