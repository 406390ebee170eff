// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Usernames;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * Which chat user a connection goes to: the one that the backend chose, else the strategy's. What another strategy once
 * chose is neither followed nor forgotten. As {@link Creation}, within a change.
 */
final class Choice {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Creation creation;

    Choice(Creation creation) {
        this.creation = creation;
    }

    /**
     * Whose connection it is, and where it may go.
     *
     * @param tenant the tenant's slug
     */
    record Asked(Principal.AppUser by, String tenant, ChatUserPolicy policy) {
        private String user() {
            return by.user();
        }
    }

    /**
     * The chat user, with room for one more connection; made if need be.
     *
     * @throws Problem {@code busy} if there is no room; {@code forbidden} if it is disabled
     */
    ChatUserId choose(ChangeTx change, Asked asked) {
        Optional<ChatUserId> chosen = AssignmentStore.find(change.tx(), asked.user(), ChatUserKind.MANUAL);
        if (chosen.isPresent()) {
            return withRoom(change, asked, chosen.get());
        }
        return switch (asked.policy().strategy()) {
            case SHARED -> pooled(change, asked, ChatUserKind.SHARED);
            case TENANT -> pooled(change, asked, ChatUserKind.TENANT);
            case DEDICATED -> dedicated(change, asked);
        };
    }

    /** One of the shared pool; the caller has seen that the policy falls back to it. */
    ChatUserId shared(ChangeTx change, Asked asked) {
        return pooled(change, asked, ChatUserKind.SHARED);
    }

    private ChatUserId dedicated(ChangeTx change, Asked asked) {
        Optional<ChatUserId> own = AssignmentStore.find(change.tx(), asked.user(), ChatUserKind.DEDICATED);
        if (own.isPresent()) {
            return withRoom(change, asked, own.get());
        }
        ChatUserId id = ChatUserId.next(change.now());
        ChatUser.Name name = new ChatUser.Name(Usernames.dedicated(id), ChatUserKind.DEDICATED, null);
        try {
            creation.make(asked.by(), change, asked.policy(), ChatUser.made(id, name, change.now()));
        } catch (Problem refused) {
            return withoutQuota(change, asked, refused);
        }
        AssignmentStore.put(change.tx(), asked.user(), ChatUserKind.DEDICATED, id, change.now());
        return id;
    }

    /** Only a policy that says so may give somebody less isolation than its strategy promises. */
    private ChatUserId withoutQuota(ChangeTx change, Asked asked, Problem refused) {
        if (refused.code() != ErrorCode.QUOTA_EXCEEDED) {
            throw refused;
        }
        if (asked.policy().pools().fallback()) {
            return pooled(change, asked, ChatUserKind.SHARED);
        }
        throw Problem.of(ErrorCode.BUSY, "Service temporarily unavailable.")
                .retryAfter(LATER)
                .causedBy(refused);
    }

    /** The one they had while it has room, so that they find what they left there. */
    private ChatUserId pooled(ChangeTx change, Asked asked, ChatUserKind kind) {
        ChatUserPolicy policy = asked.policy();
        creation.fill(asked.by(), change, policy, new Creation.Pool(kind, asked.tenant()));
        Optional<ChatUserId> before = AssignmentStore.find(change.tx(), asked.user(), kind);
        ChatUserId found = SlotStore.leastLoaded(change.tx(), kind, policy.pools(), before, change.now())
                .orElseThrow(Choice::full);
        if (before.filter(found::equals).isEmpty()) {
            AssignmentStore.put(change.tx(), asked.user(), kind, found, change.now());
        }
        return found;
    }

    private static ChatUserId withRoom(ChangeTx change, Asked asked, ChatUserId id) {
        if (!ChatUserStore.find(change.tx(), id).orElseThrow(Choice::full).enabled()) {
            throw disabled();
        }
        if (SlotStore.load(change.tx(), id, change.now())
                >= asked.policy().pools().connections()) {
            throw full();
        }
        return id;
    }

    /** The chat user may not be used. */
    static Problem disabled() {
        return Problem.of(ErrorCode.FORBIDDEN, "The chat user is disabled.");
    }

    private static Problem full() {
        return Problem.of(ErrorCode.BUSY, "No available ChatUsers in pool.").retryAfter(LATER);
    }
}
