// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.db.Tx;
import dev.stagedoor.realtime.chat.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code ui_sessions}. */
final class UiSessionStore {
    /** How many UI sessions of a user are kept for their pages to come back to. */
    private static final int MOST = 50;

    private UiSessionStore() {}

    private record StoredUiSession(
            String uiSessionId, String chatUserId, String userId, String chatId, String voiceId, long lastSeq) {
        UiSession uiSession() {
            return new UiSession(uiSessionId, new Owner(chatUserId, userId), chatId, voiceId, lastSeq);
        }
    }

    /** The owner's UI session with that id, held until the transaction ends. */
    static Optional<UiSession> hold(Tx tx, Owner owner, String id) {
        return tx.query("""
                        SELECT ui_session_id, chat_user_id, user_id, chat_id, voice_id, last_seq
                          FROM ui_sessions
                         WHERE tenant_id = :tenant AND ui_session_id = :id AND chat_user_id = :chatUser
                           AND user_id = :user
                           FOR UPDATE
                        """)
                .bind("id", id)
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .mapTo(StoredUiSession.class)
                .findOne()
                .map(StoredUiSession::uiSession);
    }

    static void insert(Tx tx, UiSession session, String connection, String node, Instant now) {
        tx.update("""
                        INSERT INTO ui_sessions (tenant_id, ui_session_id, chat_user_id, user_id, chat_id, voice_id,
                                                 connection, node, last_seq, seen_at)
                        VALUES (:tenant, :id, :chatUser, :user, :chat, '', :connection, :node, 0, :now)
                        """)
                .bind("id", session.id())
                .bind("chatUser", session.owner().chatUser())
                .bind("user", session.owner().user())
                .bind("chat", session.chat())
                .bind("connection", connection)
                .bind("node", node)
                .bind("now", now)
                .execute();
    }

    /** Deletes the owner's UI sessions that nobody is connected to, beyond the last used. */
    static void makeRoom(Tx tx, Owner owner) {
        tx.update("""
                        DELETE FROM ui_sessions
                         WHERE tenant_id = :tenant AND ui_session_id IN (
                            SELECT ui_session_id FROM ui_sessions
                             WHERE tenant_id = :tenant AND chat_user_id = :chatUser AND user_id = :user
                               AND connection = ''
                             ORDER BY seen_at DESC OFFSET :most)
                        """)
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .bind("most", MOST)
                .execute();
    }

    /** That connection has it from now on. */
    static void take(Tx tx, String id, String connection, String node, Instant now) {
        tx.update("""
                        UPDATE ui_sessions SET connection = :connection, node = :node, seen_at = :now
                         WHERE tenant_id = :tenant AND ui_session_id = :id
                        """)
                .bind("id", id)
                .bind("connection", connection)
                .bind("node", node)
                .bind("now", now)
                .execute();
    }

    /** That connection has left; another may have it by now. */
    static void leave(Tx tx, String id, String connection, Instant now) {
        tx.update("""
                        UPDATE ui_sessions SET connection = '', node = '', seen_at = :now
                         WHERE tenant_id = :tenant AND ui_session_id = :id AND connection = :connection
                        """)
                .bind("id", id)
                .bind("connection", connection)
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
                .mapTo(StoredUiSession.class)
                .findOne()
                .map(StoredUiSession::uiSession);
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
