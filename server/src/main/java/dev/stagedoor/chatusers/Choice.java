// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Usernames;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which chat user a connection goes to: the one that the backend chose, else the strategy's. What another strategy once
 * chose is neither followed nor forgotten. Within a change, as {@link Seats} knows them.
 */
final class Choice {
    private static final Duration LATER = Duration.ofSeconds(5);

    private Choice() {}

    /**
     * Whose connection it is, and where it may go.
     *
     * @param tenant the tenant's slug
     */
    record Asked(Principal.AppUser by, String tenant, ChatUserPolicy policy) {
        String user() {
            return by.user();
        }
    }

    /**
     * The chat user, with room for one more connection; made if need be.
     *
     * @throws Problem {@code busy} if there is no room; {@code forbidden} if it is disabled
     */
    static ChatUserId choose(Seats seats, Asked asked) {
        Optional<ChatUserId> chosen = seats.assigned(asked.user(), ChatUserKind.MANUAL);
        if (chosen.isPresent()) {
            return withRoom(seats, asked, chosen.get());
        }
        return switch (asked.policy().strategy()) {
            case SHARED -> pooled(seats, asked, ChatUserKind.SHARED);
            case TENANT -> pooled(seats, asked, ChatUserKind.TENANT);
            case DEDICATED -> dedicated(seats, asked);
        };
    }

    /** One of the shared pool; the caller has seen that the policy falls back to it. */
    static ChatUserId shared(Seats seats, Asked asked) {
        return pooled(seats, asked, ChatUserKind.SHARED);
    }

    private static ChatUserId dedicated(Seats seats, Asked asked) {
        Optional<ChatUserId> own = seats.assigned(asked.user(), ChatUserKind.DEDICATED);
        if (own.isPresent()) {
            return withRoom(seats, asked, own.get());
        }
        Instant now = seats.change().now();
        ChatUserId id = ChatUserId.next(now);
        ChatUser.Name name = new ChatUser.Name(Usernames.dedicated(id), ChatUserKind.DEDICATED, null);
        try {
            seats.make(asked, ChatUser.made(id, name, now));
        } catch (Problem refused) {
            return withoutQuota(seats, asked, refused);
        }
        seats.assign(asked.user(), ChatUserKind.DEDICATED, id);
        return id;
    }

    /** Only a policy that says so may give somebody less isolation than its strategy promises. */
    private static ChatUserId withoutQuota(Seats seats, Asked asked, Problem refused) {
        if (refused.code() != ErrorCode.QUOTA_EXCEEDED) {
            throw refused;
        }
        if (asked.policy().pools().fallback()) {
            return pooled(seats, asked, ChatUserKind.SHARED);
        }
        throw Problem.of(ErrorCode.BUSY, "Service temporarily unavailable.")
                .retryAfter(LATER)
                .causedBy(refused);
    }

    /** The one they had while it has room, so that they find what they left there. */
    private static ChatUserId pooled(Seats seats, Asked asked, ChatUserKind kind) {
        Optional<ChatUserId> before = seats.assigned(asked.user(), kind);
        ChatUserId found = seats.leastLoaded(asked, kind, before).orElseThrow(Choice::full);
        if (before.filter(found::equals).isEmpty()) {
            seats.assign(asked.user(), kind, found);
        }
        return found;
    }

    private static ChatUserId withRoom(Seats seats, Asked asked, ChatUserId id) {
        Seats.Seat seat = seats.find(id).orElseThrow(Choice::full);
        if (!seat.isEnabled()) {
            throw disabled();
        }
        if (!seat.hasRoom(asked.policy())) {
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
