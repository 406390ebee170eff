// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.db.Tx;
import dev.stagedoor.realtime.chat.Owner;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The table {@code ui_sessions}. */
final class UiSessionStore {
    /** How many UI sessions of a user are kept for their pages to come back to. */
    private static final int MOST = 50;

    private UiSessionStore() {}

    /**
     * A UI session that a connection has now.
     *
     * @param nodeBefore whose connection had it; empty if none had
     */
    record Taken(UiSession uiSession, String nodeBefore) {}

    /** Of those that come, the ones whose UI session is there and theirs have it from now on; by connection. */
    static Map<String, Taken> take(Tx tx, List<Arrivals.Arrival> arrivals, String node, Instant now) {
        Map<String, Taken> taken = new HashMap<>();
        List<Owner> owners = arrivals.stream().map(Arrivals.Arrival::owner).toList();
        tx.query("""
                        WITH held AS (
                            SELECT u.ui_session_id, u.node, asked.connection
                              FROM unnest(:ids, :chatUsers, :users, :connections)
                              WITH ORDINALITY AS asked (ui_session_id, chat_user_id, user_id, connection, nth)
                              JOIN ui_sessions u ON u.tenant_id = :tenant AND u.ui_session_id = asked.ui_session_id
                               AND u.chat_user_id = asked.chat_user_id AND u.user_id = asked.user_id
                             WHERE""" + Tx.BY_KEY + """
                             ORDER BY u.ui_session_id FOR UPDATE OF u)
                        UPDATE ui_sessions u SET connection = held.connection, node = :node, seen_at = :now
                          FROM held WHERE u.tenant_id = :tenant AND u.ui_session_id = held.ui_session_id
                        RETURNING u.ui_session_id, u.chat_user_id, u.user_id, u.chat_id, u.voice_id, u.last_seq,
                                  u.connection, held.node AS node_before
                        """)
                .bindArray("ids", String.class, texts(arrivals, Arrivals.Arrival::uiSession))
                .bindArray("chatUsers", String.class, texts(owners, Owner::chatUser))
                .bindArray("users", String.class, texts(owners, Owner::user))
                .bindArray("connections", String.class, texts(arrivals, Arrivals.Arrival::connection))
                .bind("node", node)
                .bind("now", now)
                .map((rs, ctx) -> Map.entry(
                        rs.getString("connection"),
                        new Taken(
                                new UiSession(
                                        rs.getString("ui_session_id"),
                                        new Owner(rs.getString("chat_user_id"), rs.getString("user_id")),
                                        rs.getString("chat_id"),
                                        rs.getString("voice_id"),
                                        rs.getLong("last_seq")),
                                rs.getString("node_before"))))
                .forEach(each -> taken.put(each.getKey(), each.getValue()));
        return taken;
    }

    private static <T> List<String> texts(Collection<T> all, Function<T, String> text) {
        return all.stream().map(text).toList();
    }

    /** New ones, each with the connection that has it. */
    static void insertAll(Tx tx, Map<Arrivals.Arrival, Gateway.Attached> begun, String node, Instant now) {
        List<Arrivals.Arrival> arrivals = List.copyOf(begun.keySet());
        List<UiSession> sessions =
                arrivals.stream().map(begun::get).map(Gateway.Attached::ui).toList();
        tx.update("""
                        INSERT INTO ui_sessions (tenant_id, ui_session_id, chat_user_id, user_id, chat_id, voice_id,
                                                 connection, node, last_seq, seen_at)
                        SELECT :tenant, ui_session_id, chat_user_id, user_id, chat_id, '', connection, :node, 0, :now
                          FROM unnest(:ids, :chatUsers, :users, :chats, :connections)
                            AS begun (ui_session_id, chat_user_id, user_id, chat_id, connection)
                        """)
                .bindArray("ids", String.class, texts(sessions, UiSession::id))
                .bindArray(
                        "chatUsers",
                        String.class,
                        texts(sessions, session -> session.owner().chatUser()))
                .bindArray(
                        "users",
                        String.class,
                        texts(sessions, session -> session.owner().user()))
                .bindArray("chats", String.class, texts(sessions, UiSession::chat))
                .bindArray("connections", String.class, texts(arrivals, Arrivals.Arrival::connection))
                .bind("node", node)
                .bind("now", now)
                .execute();
    }

    /** Deletes the owners' UI sessions that nobody is connected to, beyond the last used of each. */
    static void makeRoom(Tx tx, List<Owner> owners) {
        tx.update("""
                        DELETE FROM ui_sessions WHERE tenant_id = :tenant AND ui_session_id IN (
                            SELECT ui_session_id FROM (
                                SELECT u.ui_session_id, row_number() OVER (
                                        PARTITION BY u.chat_user_id, u.user_id ORDER BY u.seen_at DESC) AS nth
                                  FROM unnest(:chatUsers, :users) WITH ORDINALITY
                                    AS asked (chat_user_id, user_id, nth)
                                  JOIN ui_sessions u ON u.tenant_id = :tenant
                                   AND u.chat_user_id = asked.chat_user_id AND u.user_id = asked.user_id
                                 WHERE u.connection = '' AND""" + Tx.BY_KEY + """
                                ) AS left_ones
                             WHERE nth > :most)
                        """)
                .bindArray("chatUsers", String.class, texts(owners, Owner::chatUser))
                .bindArray("users", String.class, texts(owners, Owner::user))
                .bind("most", MOST)
                .execute();
    }

    /** Those connections have left; others may have their UI sessions by now. */
    static void leave(Tx tx, List<Arrivals.Departure> departures, Instant now) {
        tx.update("""
                        UPDATE ui_sessions u SET connection = '', node = '', seen_at = :now
                         WHERE tenant_id = :tenant AND (u.ui_session_id, u.connection) IN (
                            SELECT held.ui_session_id, held.connection
                              FROM unnest(:ids, :connections) WITH ORDINALITY AS asked (ui_session_id, connection, nth)
                              JOIN ui_sessions held ON held.tenant_id = :tenant
                               AND held.ui_session_id = asked.ui_session_id
                               AND held.connection = asked.connection
                             WHERE""" + Tx.BY_KEY + """
                             ORDER BY held.ui_session_id FOR UPDATE OF held)
                        """)
                .bindArray("ids", String.class, texts(departures, Arrivals.Departure::uiSession))
                .bindArray("connections", String.class, texts(departures, Arrivals.Departure::connection))
                .bind("now", now)
                .execute();
    }

    /** Whether that connection has it. */
    static boolean isOf(Tx tx, String id, String connection) {
        return tx.query("""
                        SELECT EXISTS (SELECT 1 FROM ui_sessions
                                        WHERE tenant_id = :tenant AND ui_session_id = :id AND connection = :connection)
                        """)
                .bind("id", id)
                .bind("connection", connection)
                .mapTo(Boolean.class)
                .one();
    }

    static void setChat(Tx tx, String id, String chat) {
        tx.update("UPDATE ui_sessions SET chat_id = :chat WHERE tenant_id = :tenant AND ui_session_id = :id")
                .bind("id", id)
                .bind("chat", chat)
                .execute();
    }

    static void setVoice(Tx tx, String id, String voice) {
        tx.update("UPDATE ui_sessions SET voice_id = :voice WHERE tenant_id = :tenant AND ui_session_id = :id")
                .bind("id", id)
                .bind("voice", voice)
                .execute();
    }

    /** The ids of the owner's UI sessions that have a connection. */
    static List<String> connected(Tx tx, Owner owner) {
        return tx.query("""
                        SELECT ui_session_id FROM ui_sessions
                         WHERE tenant_id = :tenant AND chat_user_id = :chatUser AND user_id = :user AND connection <> ''
                         LIMIT 100
                        """)
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .mapTo(String.class)
                .list();
    }

    /** The ids of the owner's other UI sessions that have a connection, and that chat open. */
    static List<String> sharing(Tx tx, UiSession ui) {
        return tx.query("""
                        SELECT ui_session_id FROM ui_sessions
                         WHERE tenant_id = :tenant AND chat_user_id = :chatUser AND user_id = :user AND connection <> ''
                           AND chat_id = :chat AND ui_session_id <> :id
                         LIMIT 100
                        """)
                .bind("chatUser", ui.owner().chatUser())
                .bind("user", ui.owner().user())
                .bind("chat", ui.chat())
                .bind("id", ui.id())
                .mapTo(String.class)
                .list();
    }

    /** Deletes those whose client left before that; of a node that died, those that came before {@code lost}. */
    static void forget(Tx tx, Instant before, Instant lost) {
        tx.update("""
                        DELETE FROM ui_sessions
                         WHERE tenant_id = :tenant AND seen_at < :before AND (connection = '' OR seen_at < :lost)
                        """).bind("before", before).bind("lost", lost).execute();
    }

    /** The app user's UI session with that id. */
    static Optional<UiSession> find(Tx tx, String user, String id) {
        return tx.query("""
                        SELECT ui_session_id, chat_user_id, user_id, chat_id, voice_id, last_seq
                          FROM ui_sessions
                         WHERE tenant_id = :tenant AND ui_session_id = :id AND user_id = :user
                        """)
                .bind("id", id)
                .bind("user", user)
                .map((rs, ctx) -> new UiSession(
                        rs.getString("ui_session_id"),
                        new Owner(rs.getString("chat_user_id"), rs.getString("user_id")),
                        rs.getString("chat_id"),
                        rs.getString("voice_id"),
                        rs.getLong("last_seq")))
                .findOne();
    }

    /** Deletes the app user's; how many there were. */
    static int erase(Tx tx, String user) {
        return tx.update("DELETE FROM ui_sessions WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .execute();
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM ui_sessions WHERE tenant_id = :tenant").execute();
    }
}
