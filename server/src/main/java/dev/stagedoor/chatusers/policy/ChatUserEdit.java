// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tenant's backend changes of a chat user; null leaves it as it is.
 *
 * @param own     lists of its own; a null one stays
 * @param inherit the names of what it has from the policy again
 */
public record ChatUserEdit(
        @Nullable String tier,
        Resources own,
        @Nullable Map<String, String> metadata,
        @Nullable Boolean enabled,
        Set<String> inherit) {
    public ChatUserEdit {
        metadata = metadata == null ? null : ChatUserSpec.checked(metadata);
        inherit = Set.copyOf(inherit);
    }

    /** Whether it says what the chat user may use. */
    public boolean isOfResources() {
        return tier != null || !own.equals(Resources.UNSAID) || !inherit.isEmpty();
    }

    public ChatUser applied(ChatUser before, Instant now) {
        Resources whole = own.or(before.own());
        return new ChatUser(
                before.id(),
                before.name(),
                inherited("tier", tier == null ? before.tier() : tier),
                new Resources(
                        inherited("agents", whole.agents()),
                        inherited("voices", whole.voices()),
                        inherited("avatars", whole.avatars()),
                        inherited("toolsets", whole.toolsets())),
                metadata == null ? before.metadata() : metadata,
                enabled == null ? before.enabled() : enabled,
                new ChatUser.Times(before.times().createdAt(), now));
    }

    private <T> @Nullable T inherited(String name, @Nullable T value) {
        return inherit.contains(name) ? null : value;
    }
}
