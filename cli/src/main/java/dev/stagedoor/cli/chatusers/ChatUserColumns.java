// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.api.chatusers.ChatUserAssignmentView;
import dev.stagedoor.api.chatusers.ChatUserPolicyFields;
import dev.stagedoor.api.chatusers.ChatUserSlots;
import dev.stagedoor.api.chatusers.ChatUserView;
import dev.stagedoor.cli.console.Columns;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The columns of chat users. */
final class ChatUserColumns {
    static final Columns<ChatUserView> ROW = new Columns<ChatUserView>()
            .add("id", ChatUserView::id)
            .add("username", ChatUserView::username)
            .add("kind", ChatUserView::kind)
            .add("tier", ChatUserView::tier)
            .add("state", ChatUserColumns::state)
            .add("updated", ChatUserView::updatedAt);

    static final Columns<ChatUserView> WHOLE = new Columns<ChatUserView>()
            .add("id", ChatUserView::id)
            .add("username", ChatUserView::username)
            .add("kind", ChatUserView::kind)
            .add("state", ChatUserColumns::state)
            .add("tier", ChatUserView::tier)
            .add("agents", ChatUserView::agents)
            .add("voices", ChatUserView::voices)
            .add("avatars", ChatUserView::avatars)
            .add("toolsets", ChatUserView::toolsets)
            .add("created", ChatUserView::createdAt)
            .add("updated", ChatUserView::updatedAt);

    static final Columns<ChatUserPolicyFields> POLICY = new Columns<ChatUserPolicyFields>()
            .add("strategy", ChatUserPolicyFields::strategy)
            .add("pool size", ChatUserPolicyFields::poolSize)
            .add("connections per user", ChatUserPolicyFields::connectionsPerUser)
            .add("tiers", policy -> names(policy.tiers()))
            .add("default tier", ChatUserPolicyFields::defaultTier)
            .add("quota", ChatUserPolicyFields::quota)
            .add("falls back to shared", ChatUserPolicyFields::fallbackToShared)
            .add("upstream", ChatUserPolicyFields::upstream);

    static final Columns<ChatUserSlots.Load> LOAD = new Columns<ChatUserSlots.Load>()
            .add("id", ChatUserSlots.Load::chatUserId)
            .add("username", ChatUserSlots.Load::username)
            .add("kind", ChatUserSlots.Load::kind)
            .add("connections", ChatUserSlots.Load::connections);

    static final Columns<ChatUserAssignmentView> ASSIGNMENT = new Columns<ChatUserAssignmentView>()
            .add("app user", ChatUserAssignmentView::userId)
            .add("tier", ChatUserAssignmentView::tier)
            .add("chat user", ChatUserAssignmentView::chatUserId)
            .add("chosen", ChatUserAssignmentView::chosen);

    private ChatUserColumns() {}

    private static String state(ChatUserView user) {
        return user.enabled() ? "enabled" : "disabled";
    }

    private static String names(@Nullable Map<String, ?> tiers) {
        return tiers == null ? "" : String.join(", ", new TreeSet<>(tiers.keySet()));
    }
}
