// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.kernel.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Update;

/** The table {@code chat_user_slots}. A chat user's load is the number of its slots whose lease has not ended. */
final class SlotStore {
    private SlotStore() {}

    /** A row of it; those of one {@link #insertAll} have node and times in common. */
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

    /** A connection of an app user's. */
    record Holder(String user, String connection) {}

    /** What a connection holds; it counts while its lease lasts. */
    record Held(String slotId, ChatUserId chatUserId, boolean counts) {}

    /** What those connections hold. */
    static Map<Holder, Held> held(Tx tx, List<Holder> connections, Instant now) {
        return tx.query("""
                        SELECT s.slot_id, s.chat_user_id, s.user_id, s.connection, s.leased_until > :now AS counts
                          FROM unnest(:users, :connections) WITH ORDINALITY AS asked (user_id, connection, nth)
                          JOIN chat_user_slots s ON s.tenant_id = :tenant AND s.user_id = asked.user_id
                           AND s.connection = asked.connection
                         WHERE""" + Tx.BY_KEY)
                .bindArray(
                        "users",
                        String.class,
                        connections.stream().map(Holder::user).toList())
                .bindArray(
                        "connections",
                        String.class,
                        connections.stream().map(Holder::connection).toList())
                .bind("now", now)
                .map((rs, ctx) -> Map.entry(
                        new Holder(rs.getString("user_id"), rs.getString("connection")),
                        new Held(
                                rs.getString("slot_id"),
                                new ChatUserId(rs.getString("chat_user_id")),
                                rs.getBoolean("counts"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Those chat users, as far as they are there, and how many connections each has. */
    static List<Seats.Seat> seats(Tx tx, List<ChatUserId> chatUsers, Instant now) {
        return tx.query("""
                        SELECT c.chat_user_id, COALESCE(c.pool_index, 0) AS pool_index, c.enabled, (
                                SELECT count(*) FROM chat_user_slots s
                                 WHERE s.tenant_id = :tenant AND s.chat_user_id = c.chat_user_id
                                   AND s.leased_until > :now) AS load
                          FROM unnest(:ids) WITH ORDINALITY AS asked (chat_user_id, nth)
                          JOIN chat_users c ON c.tenant_id = :tenant AND c.chat_user_id = asked.chat_user_id
                         WHERE""" + Tx.BY_KEY)
                .bindArray(
                        "ids",
                        String.class,
                        chatUsers.stream().map(ChatUserId::value).toList())
                .bind("now", now)
                .map((rs, ctx) -> seat(rs))
                .list();
    }

    /** The members of a pool, and how many connections each has. */
    static List<Seats.Seat> pool(Tx tx, ChatUserKind pool, int size, Instant now) {
        return tx.query("""
                        SELECT c.chat_user_id, c.pool_index, c.enabled, (
                                SELECT count(*) FROM chat_user_slots s
                                 WHERE s.tenant_id = :tenant AND s.chat_user_id = c.chat_user_id
                                   AND s.leased_until > :now) AS load
                          FROM chat_users c
                         WHERE c.tenant_id = :tenant AND c.kind = :kind AND c.pool_index < :size
                        """)
                .bind("kind", ChatUserStore.word(pool))
                .bind("size", size)
                .bind("now", now)
                .map((rs, ctx) -> seat(rs))
                .list();
    }

    private static Seats.Seat seat(ResultSet row) throws SQLException {
        return new Seats.Seat(
                new ChatUserId(row.getString("chat_user_id")),
                row.getInt("pool_index"),
                row.getBoolean("enabled"),
                row.getLong("load"));
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

    static void insertAll(Tx tx, List<StoredSlot> slots) {
        if (slots.isEmpty()) {
            return;
        }
        StoredSlot any = slots.getFirst();
        Update insert = tx.update("""
                INSERT INTO chat_user_slots (tenant_id, slot_id, chat_user_id, user_id, session_id, connection, node,
                                             taken_at, leased_until)
                SELECT :tenant, slot_id, chat_user_id, user_id, session_id, connection, :node, :takenAt, :leasedUntil
                  FROM unnest(:slots, :chatUsers, :users, :sessions, :connections)
                    AS taken (slot_id, chat_user_id, user_id, session_id, connection)
                """);
        texts(insert, "slots", slots, StoredSlot::slotId);
        texts(insert, "chatUsers", slots, slot -> slot.chatUserId().value());
        texts(insert, "users", slots, StoredSlot::userId);
        texts(insert, "sessions", slots, StoredSlot::sessionId);
        texts(insert, "connections", slots, StoredSlot::connection);
        insert.bind("node", any.node())
                .bind("takenAt", any.takenAt())
                .bind("leasedUntil", any.leasedUntil())
                .execute();
    }

    private static void texts(Update insert, String name, List<StoredSlot> slots, Function<StoredSlot, String> text) {
        insert.bindArray(name, String.class, slots.stream().map(text).toList());
    }

    /** Prolongs those that are still held, and returns them: an ended lease's place may be somebody else's. */
    static Set<String> renew(Tx tx, List<String> slots, Instant now, Instant until) {
        return tx.query("""
                        UPDATE chat_user_slots s SET leased_until = :until
                          FROM unnest(:slots) WITH ORDINALITY AS asked (slot_id, nth)
                         WHERE s.tenant_id = :tenant AND s.slot_id = asked.slot_id AND s.leased_until > :now
                           AND""" + Tx.BY_KEY + "RETURNING s.slot_id")
                .bindArray("slots", String.class, slots)
                .bind("now", now)
                .bind("until", until)
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    static void release(Tx tx, List<String> slots) {
        tx.update("""
                        DELETE FROM chat_user_slots s USING unnest(:slots) WITH ORDINALITY AS asked (slot_id, nth)
                         WHERE s.tenant_id = :tenant AND s.slot_id = asked.slot_id AND""" + Tx.BY_KEY).bindArray("slots", String.class, slots).execute();
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
