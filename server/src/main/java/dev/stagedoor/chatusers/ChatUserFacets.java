// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sessions.AgentResources;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a node keeps of chat users in a tenant's snapshot, and what follows from it for a chat. */
final class ChatUserFacets {
    static final Facet<TenantId, ChatUserPolicy> POLICY =
            new Facet<>("chat user policy", (tx, tenant) -> PolicyStore.get(tx));

    static final Facet<ChatUserId, Optional<ChatUser>> CHAT_USER = Facet.ofMany("chat user", ChatUserStore::findAll);

    /** Whether two app users of the tenant may differ at all: mostly not, and then nobody's row is read. */
    private static final Facet<TenantId, Boolean> DIFFERING = new Facet<>(
            "differing chat users", (tx, tenant) -> AssignmentStore.anyTier(tx) || ChatUserStore.anySpecial(tx));

    private static final Facet<String, Person> PERSON = new Facet<>("chat user of app user", Person::of);

    /**
     * What is known of an app user.
     *
     * @param chosen    the chat user that the backend chose for them
     * @param dedicated the chat user of their own
     */
    private record Person(
            @Nullable String tier,
            @Nullable ChatUser chosen,
            @Nullable ChatUser dedicated) {
        static final Person UNKNOWN = new Person(null, null, null);

        static Person of(Tx tx, String user) {
            return new Person(
                    AssignmentStore.tier(tx, user).orElse(null),
                    ChatUserStore.assigned(tx, user, ChatUserKind.MANUAL).orElse(null),
                    ChatUserStore.assigned(tx, user, ChatUserKind.DEDICATED).orElse(null));
        }
    }

    private ChatUserFacets() {}

    static ChatUserPolicy policy(Snapshot snapshot) {
        return snapshot.get(POLICY, snapshot.tenant());
    }

    /** What the app user's next connection may use; the answer stays when their chat user is made. */
    static Resources ofUser(Snapshot snapshot, String user) {
        ChatUserPolicy policy = policy(snapshot);
        Person person = person(snapshot, user);
        boolean dedicated = policy.strategy() == ChatUserStrategy.DEDICATED;
        ChatUser has = person.chosen() != null ? person.chosen() : dedicated ? person.dedicated() : null;
        return of(policy, person.tier(), has);
    }

    /** As the app user's page is told it. */
    static AgentResources.Listed listed(Snapshot snapshot, String user) {
        Resources its = ofUser(snapshot, user);
        return new AgentResources.Listed(
                its.agents() == null ? snapshot.get(Agents.ENABLED, snapshot.tenant()) : its.agents(),
                Objects.requireNonNullElse(its.voices(), List.of()),
                Objects.requireNonNullElse(its.avatars(), List.of()));
    }

    /** What a connection of that app user on that chat user may use. */
    static Resources ofConnection(Snapshot snapshot, String user, ChatUser on) {
        return of(policy(snapshot), person(snapshot, user).tier(), on);
    }

    /** What that chat user may use, whoever is connected: a shared one knows no app user's tier. */
    static Resources ofChatUser(Snapshot snapshot, ChatUser has, String user) {
        String tier = has.isOwnOfAppUser() ? person(snapshot, user).tier() : null;
        return of(policy(snapshot), tier, has);
    }

    private static Person person(Snapshot snapshot, String user) {
        return snapshot.get(DIFFERING, snapshot.tenant()) ? snapshot.get(PERSON, user) : Person.UNKNOWN;
    }

    private static Resources of(ChatUserPolicy policy, @Nullable String tier, @Nullable ChatUser has) {
        if (has == null) {
            return policy.of(tier);
        }
        return has.own().or(policy.of(tier == null ? has.tier() : tier));
    }
}
