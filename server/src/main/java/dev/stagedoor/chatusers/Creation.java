// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Usernames;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;
import java.util.Map;

/**
 * Makes chat users within the quota. Everything here runs in a change, which holds the tenant's ledger row: that alone
 * orders it on all nodes, so that the count is exact (C2).
 */
final class Creation {
    private final int most;

    /** {@code most} is the server's limit for a tenant. */
    Creation(int most) {
        this.most = most;
    }

    /** The most that the tenant may have. */
    long quota(ChatUserPolicy policy) {
        return policy.quota() == null ? most : Math.min(most, policy.quota());
    }

    /** How many more the tenant may have. */
    long room(ChangeTx change, ChatUserPolicy policy) {
        return Math.max(0, quota(policy) - PolicyStore.chatUsers(change.tx()));
    }

    /**
     * Makes one.
     *
     * @throws Problem {@code quota_exceeded}; {@code conflict} if its username is in use
     */
    void make(Principal by, ChangeTx change, ChatUserPolicy policy, ChatUser user) {
        require(room(change, policy), policy);
        if (!insert(by, change, user)) {
            throw Problem.of(ErrorCode.CONFLICT, "A chat user with this username already exists.")
                    .field("username", "is already used");
        }
        PolicyStore.count(change.tx(), 1);
    }

    /** @throws Problem {@code quota_exceeded} if there is no room for one more */
    void require(long room, ChatUserPolicy policy) {
        if (room == 0) {
            throw Problem.of(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The tenant has all the chat users that it may have, " + quota(policy) + ".");
        }
    }

    /** Makes what a pool lacks, as far as the quota goes; often, that is nothing. */
    void fill(Principal by, ChangeTx change, ChatUserPolicy policy, Pool pool) {
        int size = policy.pools().size();
        if (ChatUserStore.members(change.tx(), pool.kind(), size) == size) {
            return;
        }
        long room = room(change, policy);
        int made = 0;
        for (int index = 0; index < size && made < room; index++) {
            ChatUser member = ChatUser.made(ChatUserId.next(change.now()), pool.name(index), change.now());
            if (insert(by, change, member)) {
                made++;
            }
        }
        if (made > 0) {
            PolicyStore.count(change.tx(), made);
        }
    }

    /**
     * A pool of a tenant.
     *
     * @param tenant its slug
     */
    record Pool(ChatUserKind kind, String tenant) {
        ChatUser.Name name(int index) {
            return new ChatUser.Name(Usernames.pooled(kind, tenant, index), kind, index);
        }
    }

    private static boolean insert(Principal by, ChangeTx change, ChatUser user) {
        if (!ChatUserStore.insert(change.tx(), user)) {
            return false;
        }
        change.append(entry(by, change.now(), user));
        return true;
    }

    /** The entry that says that it was made. */
    static Draft entry(Principal by, Instant now, ChatUser user) {
        String detail = Json.text(
                Map.of("username", user.name().username(), "kind", user.name().kind()));
        return Draft.of(by, now, "chat_user.create", user.id().value(), detail);
    }
}
