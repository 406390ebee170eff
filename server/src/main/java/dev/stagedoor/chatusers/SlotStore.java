// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.kernel.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table {@code chat_user_slots}. A chat user's load is the number of its slots whose lease has not ended. */
final class SlotStore {
    private SlotStore() {}

    /** A row of it. */
    record StoredSlot(
            String slotId,
            ChatUserId chatUserId,
            String userId,
            String sessionId,
            String connection,
            String node,
            Instant takenAt,
            Instant leasedUntil) {}

    /** A chat user that has connections. */
    record StoredLoad(ChatUserId chatUserId, String username, String kind, long connections) {
        ChatUserKind ofKind() {
            return StoredWord.read(ChatUserKind.class, ChatUserStore::word, kind);
        }
    }

    /** That member of a pool if it has room, else the least loaded one that has; of equals the first. */
    static Optional<ChatUserId> leastLoaded(
            Tx tx, ChatUserKind pool, ChatUserPolicy.Pools pools, Optional<ChatUserId> preferred, Instant now) {
        return tx.query("""
                        SELECT c.chat_user_id
                          FROM chat_users c
                          LEFT JOIN chat_user_slots s
                            ON s.tenant_id = c.tenant_id AND s.chat_user_id = c.chat_user_id AND s.leased_until > :now
                         WHERE c.tenant_id = :tenant AND c.kind = :kind AND c.pool_index < :size AND c.enabled
                         GROUP BY c.tenant_id, c.chat_user_id
                        HAVING count(s.slot_id) < :most
                         ORDER BY c.chat_user_id = :preferred DESC, count(s.slot_id), c.pool_index
                         LIMIT 1
                        """)
                .bind("kind", ChatUserStore.word(pool))
                .bind("size", pools.size())
                .bind("most", pools.connections())
                .bind("preferred", preferred.map(ChatUserId::value).orElse(""))
                .bind("now", now)
                .mapTo(ChatUserId.class)
                .findOne();
    }

    /** How many connections it has. */
    static long load(Tx tx, ChatUserId chatUser, Instant now) {
        return tx.query("""
                        SELECT count(*) FROM chat_user_slots
                         WHERE tenant_id = :tenant AND chat_user_id = :chatUser AND leased_until > :now
                        """)
                .bind("chatUser", chatUser)
                .bind("now", now)
                .mapTo(Long.class)
                .one();
    }

    /** How many connections all of the tenant's have. */
    static long total(Tx tx, Instant now) {
        return tx.query("SELECT count(*) FROM chat_user_slots WHERE tenant_id = :tenant AND leased_until > :now")
                .bind("now", now)
                .mapTo(Long.class)
                .one();
    }

    static Page<StoredLoad> loads(Tx tx, Page.Request page, Instant now) {
        List<StoredLoad> rows = tx.query("""
                        SELECT c.chat_user_id, c.username, c.kind, s.connections
                          FROM (SELECT chat_user_id, count(*) AS connections FROM chat_user_slots
                                 WHERE tenant_id = :tenant AND leased_until > :now AND chat_user_id > :after
                                 GROUP BY chat_user_id ORDER BY chat_user_id LIMIT :rows) s
                          JOIN chat_users c ON c.tenant_id = :tenant AND c.chat_user_id = s.chat_user_id
                         ORDER BY c.chat_user_id
                        """)
                .bind("now", now)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredLoad.class)
                .list();
        return Page.of(rows, page.limit(), row -> row.chatUserId().value());
    }

    /** Gives back what that connection of the user still has: it comes again, perhaps to another node. */
    static void releaseConnection(Tx tx, String user, String connection) {
        tx.update("""
                        DELETE FROM chat_user_slots
                         WHERE tenant_id = :tenant AND user_id = :user AND connection = :connection
                        """).bind("user", user).bind("connection", connection).execute();
    }

    static void insert(Tx tx, StoredSlot slot) {
        tx.update("""
                INSERT INTO chat_user_slots (tenant_id, slot_id, chat_user_id, user_id, session_id, connection, node,
                                             taken_at, leased_until)
                VALUES (:tenant, :slotId, :chatUserId, :userId, :sessionId, :connection, :node, :takenAt, :leasedUntil)
                """, slot).execute();
    }

    /** Prolongs those that are still held, and returns them: an ended lease's place may be somebody else's. */
    static Set<String> renew(Tx tx, List<String> slots, Instant now, Instant until) {
        return tx.query("""
                        UPDATE chat_user_slots SET leased_until = :until
                         WHERE tenant_id = :tenant AND slot_id = ANY (:slots) AND leased_until > :now
                        RETURNING slot_id
                        """)
                .bindArray("slots", String.class, slots)
                .bind("now", now)
                .bind("until", until)
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    static void release(Tx tx, List<String> slots) {
        tx.update("DELETE FROM chat_user_slots WHERE tenant_id = :tenant AND slot_id = ANY (:slots)")
                .bindArray("slots", String.class, slots)
                .execute();
    }

    /** Deletes that one if its lease has ended. */
    static void forget(Tx tx, String slot, Instant now) {
        tx.update("DELETE FROM chat_user_slots WHERE tenant_id = :tenant AND slot_id = :slot AND leased_until <= :now")
                .bind("slot", slot)
                .bind("now", now)
                .execute();
    }

    static void releaseAll(Tx tx, ChatUserId chatUser) {
        tx.update("DELETE FROM chat_user_slots WHERE tenant_id = :tenant AND chat_user_id = :chatUser")
                .bind("chatUser", chatUser)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM chat_user_slots WHERE tenant_id = :tenant").execute();
    }
}
