// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.Optional;

/**
 * The tables {@code chat_user_pending} and {@code chat_user_retired}: chat users that are still to be made on the upstream
 * server, or to be deleted there.
 */
final class PendingStore {
    /** Of one tenant; whoever comes after them is asked to come again all the same. */
    private static final int MOST = 10_000;

    private PendingStore() {}

    /** One that is to be made. */
    record StoredPending(String userId, ChatUserId chatUserId, int attempts, Instant queuedAt) {}

    /** One entry for each app user, however often they come. */
    static void queue(Tx tx, String user, ChatUserId chatUser, Instant now, Instant due) {
        tx.update("""
                        INSERT INTO chat_user_pending (tenant_id, user_id, chat_user_id, queued_at, due_at)
                        SELECT :tenant, :user, :chatUser, :now, :due
                         WHERE (SELECT count(*) FROM chat_user_pending WHERE tenant_id = :tenant) < :most
                        ON CONFLICT (tenant_id, user_id) DO NOTHING
                        """)
                .bind("user", user)
                .bind("chatUser", chatUser)
                .bind("now", now)
                .bind("due", due)
                .bind("most", MOST)
                .execute();
    }

    /** Takes the entry if it is due: no other node does until {@code next}. */
    static Optional<StoredPending> take(Tx tx, String user, Instant now, Instant next) {
        return tx.query("""
                        UPDATE chat_user_pending SET due_at = :next, attempts = attempts + 1
                         WHERE tenant_id = :tenant AND user_id = :user AND due_at <= :now
                        RETURNING user_id, chat_user_id, attempts, queued_at
                        """)
                .bind("user", user)
                .bind("now", now)
                .bind("next", next)
                .mapTo(StoredPending.class)
                .findOne();
    }

    static void postpone(Tx tx, String user, Instant due) {
        tx.update("UPDATE chat_user_pending SET due_at = :due WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .bind("due", due)
                .execute();
    }

    static void remove(Tx tx, String user) {
        tx.update("DELETE FROM chat_user_pending WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .execute();
    }

    /** One that is to be deleted. */
    record StoredRetired(String upstreamId, int attempts, Instant retiredAt) {}

    /** As {@link #take}. */
    static Optional<StoredRetired> takeRetired(Tx tx, String upstreamId, Instant now, Instant next) {
        return tx.query("""
                        UPDATE chat_user_retired SET due_at = :next, attempts = attempts + 1
                         WHERE tenant_id = :tenant AND upstream_id = :id AND due_at <= :now
                        RETURNING upstream_id, attempts, retired_at
                        """)
                .bind("id", upstreamId)
                .bind("now", now)
                .bind("next", next)
                .mapTo(StoredRetired.class)
                .findOne();
    }

    static void postponeRetired(Tx tx, String upstreamId, Instant due) {
        tx.update("UPDATE chat_user_retired SET due_at = :due WHERE tenant_id = :tenant AND upstream_id = :id")
                .bind("id", upstreamId)
                .bind("due", due)
                .execute();
    }

    static void removeRetired(Tx tx, String upstreamId) {
        tx.update("DELETE FROM chat_user_retired WHERE tenant_id = :tenant AND upstream_id = :id")
                .bind("id", upstreamId)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM chat_user_retired WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM chat_user_pending WHERE tenant_id = :tenant").execute();
    }
}
