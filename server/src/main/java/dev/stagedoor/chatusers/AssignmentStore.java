// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredWord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables {@code chat_user_assignments} and {@code chat_user_tiers}: which chat user and tier an app user has. */
final class AssignmentStore {
    private AssignmentStore() {}

    static Optional<ChatUserId> find(Tx tx, String user, ChatUserKind by) {
        return tx.query("""
                        SELECT chat_user_id FROM chat_user_assignments
                         WHERE tenant_id = :tenant AND user_id = :user AND strategy = :strategy
                        """)
                .bind("user", user)
                .bind("strategy", ChatUserStore.word(by))
                .mapTo(ChatUserId.class)
                .findOne();
    }

    /** An app user, and a strategy by which they have a chat user. */
    record Key(String user, ChatUserKind by) {}

    /** Whom those app users have. */
    static Map<Key, ChatUserId> of(Tx tx, List<String> users) {
        return tx.query("""
                        SELECT a.user_id, a.strategy, a.chat_user_id
                          FROM unnest(:users) WITH ORDINALITY AS asked (user_id, nth)
                          JOIN chat_user_assignments a ON a.tenant_id = :tenant AND a.user_id = asked.user_id
                         WHERE""" + Tx.BY_KEY)
                .bindArray("users", String.class, users)
                .map((rs, ctx) -> Map.entry(
                        new Key(
                                rs.getString("user_id"),
                                StoredWord.read(ChatUserKind.class, ChatUserStore::word, rs.getString("strategy"))),
                        new ChatUserId(rs.getString("chat_user_id"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static void putAll(Tx tx, Map<Key, ChatUserId> assigned, Instant now) {
        if (assigned.isEmpty()) {
            return;
        }
        List<Key> keys = List.copyOf(assigned.keySet());
        tx.update("""
                        INSERT INTO chat_user_assignments (tenant_id, user_id, strategy, chat_user_id, assigned_at)
                        SELECT :tenant, user_id, strategy, chat_user_id, :now
                          FROM unnest(:users, :strategies, :chatUsers) AS assigned (user_id, strategy, chat_user_id)
                        ON CONFLICT (tenant_id, user_id, strategy)
                        DO UPDATE SET chat_user_id = excluded.chat_user_id, assigned_at = excluded.assigned_at
                        """)
                .bindArray("users", String.class, keys.stream().map(Key::user).toList())
                .bindArray(
                        "strategies",
                        String.class,
                        keys.stream().map(key -> ChatUserStore.word(key.by())).toList())
                .bindArray(
                        "chatUsers",
                        String.class,
                        assigned.values().stream().map(ChatUserId::value).toList())
                .bind("now", now)
                .execute();
    }

    static void put(Tx tx, String user, ChatUserKind by, ChatUserId chatUser, Instant now) {
        tx.update("""
                        INSERT INTO chat_user_assignments (tenant_id, user_id, strategy, chat_user_id, assigned_at)
                        VALUES (:tenant, :user, :strategy, :chatUser, :now)
                        ON CONFLICT (tenant_id, user_id, strategy)
                        DO UPDATE SET chat_user_id = excluded.chat_user_id, assigned_at = excluded.assigned_at
                        """)
                .bind("user", user)
                .bind("strategy", ChatUserStore.word(by))
                .bind("chatUser", chatUser)
                .bind("now", now)
                .execute();
    }

    static void remove(Tx tx, String user, ChatUserKind by) {
        tx.update("""
                        DELETE FROM chat_user_assignments
                         WHERE tenant_id = :tenant AND user_id = :user AND strategy = :strategy
                        """)
                .bind("user", user)
                .bind("strategy", ChatUserStore.word(by))
                .execute();
    }

    static Optional<String> tier(Tx tx, String user) {
        return tx.query("SELECT tier FROM chat_user_tiers WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .mapTo(String.class)
                .findOne();
    }

    /** Whether any app user of the tenant has a tier. */
    static boolean anyTier(Tx tx) {
        return tx.query("SELECT EXISTS (SELECT FROM chat_user_tiers WHERE tenant_id = :tenant)")
                .mapTo(Boolean.class)
                .one();
    }

    static void putTier(Tx tx, String user, String tier) {
        tx.update("""
                        INSERT INTO chat_user_tiers (tenant_id, user_id, tier) VALUES (:tenant, :user, :tier)
                        ON CONFLICT (tenant_id, user_id) DO UPDATE SET tier = excluded.tier
                        """).bind("user", user).bind("tier", tier).execute();
    }

    static void removeTier(Tx tx, String user) {
        tx.update("DELETE FROM chat_user_tiers WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .execute();
    }

    /** What was said of that app user; how much there was. */
    static int removeAll(Tx tx, String user) {
        int assigned = tx.update("DELETE FROM chat_user_assignments WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .execute();
        return assigned
                + tx.update("DELETE FROM chat_user_tiers WHERE tenant_id = :tenant AND user_id = :user")
                        .bind("user", user)
                        .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM chat_user_assignments WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM chat_user_tiers WHERE tenant_id = :tenant").execute();
    }
}
