// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserChange;
import dev.stagedoor.api.chatusers.ChatUserPolicyFields;
import dev.stagedoor.api.chatusers.ChatUserSlots;
import dev.stagedoor.api.chatusers.ChatUserView;
import dev.stagedoor.api.chatusers.NewChatUser;
import dev.stagedoor.api.chatusers.ResourceLists;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserEdit;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.ChatUserSpec;
import dev.stagedoor.chatusers.policy.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Chat users and policies in the API's form, and back. */
final class ChatUserViews {
    private ChatUserViews() {}

    static ChatUserView of(ChatUser user) {
        return new ChatUserView(
                user.id().value(),
                user.name().username(),
                user.name().kind(),
                user.tier(),
                user.own().agents(),
                user.own().voices(),
                user.own().avatars(),
                user.own().toolsets(),
                user.metadata(),
                user.enabled(),
                user.times().createdAt(),
                user.times().updatedAt());
    }

    static ChatUserSpec spec(NewChatUser given) {
        return new ChatUserSpec(
                given.username(),
                given.tier(),
                new Resources(given.agents(), given.voices(), given.avatars(), given.toolsets()),
                Objects.requireNonNullElse(given.metadata(), Map.of()),
                !Boolean.FALSE.equals(given.enabled()));
    }

    static ChatUserEdit edit(ChatUserChange given) {
        return new ChatUserEdit(
                given.tier(),
                new Resources(given.agents(), given.voices(), given.avatars(), given.toolsets()),
                given.metadata(),
                given.enabled(),
                Set.copyOf(Objects.requireNonNullElse(given.inherit(), List.of())));
    }

    static ChatUserPolicy policy(ChatUserPolicyFields given) {
        ChatUserPolicy standard = ChatUserPolicy.STANDARD;
        Map<String, Resources> tiers = new LinkedHashMap<>();
        if (given.tiers() != null) {
            given.tiers().forEach((name, lists) -> tiers.put(name, resources(lists)));
        }
        return new ChatUserPolicy(
                Objects.requireNonNullElse(given.strategy(), standard.strategy()),
                new ChatUserPolicy.Pools(
                        Objects.requireNonNullElse(
                                given.poolSize(), standard.pools().size()),
                        Objects.requireNonNullElse(
                                given.connectionsPerUser(), standard.pools().connections()),
                        Boolean.TRUE.equals(given.fallbackToShared())),
                tiers,
                Objects.requireNonNullElse(given.defaultTier(), ""),
                given.quota(),
                Boolean.TRUE.equals(given.upstream()));
    }

    private static Resources resources(ResourceLists lists) {
        return new Resources(lists.agents(), lists.voices(), lists.avatars(), lists.toolsets());
    }

    /** {@code quota} is the one that holds. */
    static ChatUserPolicyFields fields(ChatUserPolicy policy, int quota) {
        Map<String, ResourceLists> tiers = new TreeMap<>();
        policy.tiers()
                .forEach((name, lists) -> tiers.put(
                        name, new ResourceLists(lists.agents(), lists.voices(), lists.avatars(), lists.toolsets())));
        return new ChatUserPolicyFields(
                policy.strategy(),
                policy.pools().size(),
                policy.pools().connections(),
                tiers,
                policy.defaultTier().isEmpty() ? null : policy.defaultTier(),
                quota,
                policy.pools().fallback(),
                policy.upstream());
    }

    static ChatUserSlots of(ChatUserPolicies.Loads loads) {
        ChatUserPolicy policy = loads.policy();
        return new ChatUserSlots(
                policy.strategy(),
                loads.connections(),
                policy.isPooled()
                        ? (long) policy.pools().size() * policy.pools().connections()
                        : null,
                loads.page().items().stream()
                        .map(load -> new ChatUserSlots.Load(
                                load.chatUserId().value(), load.username(), load.ofKind(), load.connections()))
                        .toList(),
                loads.page().next());
    }
}
