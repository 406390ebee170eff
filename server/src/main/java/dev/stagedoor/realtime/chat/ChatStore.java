// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables {@code chats} and {@code chat_messages}. Every query of a chat names its owner (C1). */
final class ChatStore {
    private static final String COLUMNS =
            "chat_id AS id, name, agent_key AS agent, meta, messages, created_at, updated_at";
    private static final String OF_OWNER = " tenant_id = :tenant AND chat_user_id = :chatUser AND user_id = :user ";

    private ChatStore() {}

    /** The owner's chat with that id. */
    static Optional<Chat> find(Tx tx, Owner owner, String id) {
        return tx.query("SELECT " + COLUMNS + " FROM chats WHERE" + OF_OWNER + "AND chat_id = :id")
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .bind("id", id)
                .mapTo(Chat.class)
                .findOne();
    }

    /** What a list shows: chats with a message whose name contains {@code title}, the last used first. */
    static List<Chat> page(Tx tx, Owner owner, String title, int offset, int limit) {
        return tx.query("SELECT " + COLUMNS + " FROM chats WHERE" + OF_OWNER + """
                        AND messages > 0 AND (:title = '' OR position(lower(:title) IN lower(name)) > 0)
                        ORDER BY updated_at DESC, chat_id DESC LIMIT :limit OFFSET :offset
                        """)
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .bind("title", title)
                .bind("limit", limit)
                .bind("offset", offset)
                .mapTo(Chat.class)
                .list();
    }

    static long count(Tx tx, Owner owner, String title) {
        return tx.query("SELECT count(*) FROM chats WHERE" + OF_OWNER
                        + "AND messages > 0 AND (:title = '' OR position(lower(:title) IN lower(name)) > 0)")
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .bind("title", title)
                .mapTo(Long.class)
                .one();
    }

    /** New ones, without messages. */
    static void insertAll(Tx tx, Map<Chats.Beginning, Chat> begun, Instant now) {
        List<Owner> owners = begun.keySet().stream().map(Chats.Beginning::owner).toList();
        tx.update("""
                        INSERT INTO chats (tenant_id, chat_id, chat_user_id, user_id, name, agent_key, meta, messages,
                                           created_at, updated_at)
                        SELECT :tenant, chat_id, chat_user_id, user_id, '', agent_key, '{}', 0, :now, :now
                          FROM unnest(:ids, :chatUsers, :users, :agents)
                            AS begun (chat_id, chat_user_id, user_id, agent_key)
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        begun.values().stream().map(Chat::id).toList())
                .bindArray(
                        "chatUsers",
                        String.class,
                        owners.stream().map(Owner::chatUser).toList())
                .bindArray(
                        "users", String.class, owners.stream().map(Owner::user).toList())
                .bindArray(
                        "agents",
                        String.class,
                        begun.values().stream().map(Chat::agent).toList())
                .bind("now", now)
                .execute();
    }

    /** Which of those are there. */
    static Set<String> known(Tx tx, List<String> ids) {
        return tx.query("""
                        SELECT c.chat_id FROM unnest(:ids) WITH ORDINALITY AS asked (chat_id, nth)
                          JOIN chats c ON c.tenant_id = :tenant AND c.chat_id = asked.chat_id
                         WHERE""" + Tx.BY_KEY)
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    /** Whether the owner has that chat; it has that name then. */
    static boolean rename(Tx tx, Owner owner, String id, String name) {
        return change(tx, owner, id, "name", name);
    }

    /** Whether the owner has that chat; it has that agent then. */
    static boolean setAgent(Tx tx, Owner owner, String id, String agent) {
        return change(tx, owner, id, "agent_key", agent);
    }

    /** Whether the owner has that chat; that is kept with it then. */
    static boolean setMeta(Tx tx, Owner owner, String id, String meta) {
        return change(tx, owner, id, "meta", meta);
    }

    private static boolean change(Tx tx, Owner owner, String id, String column, String value) {
        return tx.update("UPDATE chats SET " + column + " = :value WHERE" + OF_OWNER + "AND chat_id = :id")
                        .bind("value", value)
                        .bind("chatUser", owner.chatUser())
                        .bind("user", owner.user())
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** Deletes that chat if the owner has it; what was in progress in it. */
    static Chats.Deleted delete(Tx tx, Owner owner, String id) {
        return tx.query("DELETE FROM chats WHERE" + OF_OWNER
                        + "AND chat_id = :id RETURNING ui_session_id, interaction_id")
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .bind("id", id)
                .map((rs, ctx) -> {
                    String interaction = rs.getString("interaction_id");
                    return new Chats.Deleted(
                            true,
                            interaction.isEmpty() ? Map.of() : Map.of(rs.getString("ui_session_id"), interaction));
                })
                .findOne()
                .orElseGet(() -> new Chats.Deleted(false, Map.of()));
    }

    static void deleteIfEmpty(Tx tx, Owner owner, String id) {
        tx.update("DELETE FROM chats WHERE" + OF_OWNER + "AND chat_id = :id AND messages = 0")
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .bind("id", id)
                .execute();
    }

    /** Deletes the owners' chats of before then that have no message, and are not open in a page. */
    static void deleteEmpty(Tx tx, List<Owner> owners, Instant before) {
        tx.update("""
                        DELETE FROM chats c
                         USING unnest(:chatUsers, :users) WITH ORDINALITY AS asked (chat_user_id, user_id, nth)
                         WHERE c.tenant_id = :tenant AND c.chat_user_id = asked.chat_user_id
                           AND c.user_id = asked.user_id AND c.messages = 0 AND c.created_at < :before
                           AND NOT EXISTS (SELECT 1 FROM ui_sessions u
                                            WHERE u.tenant_id = :tenant AND u.chat_user_id = c.chat_user_id
                                              AND u.user_id = c.user_id AND u.chat_id = c.chat_id
                                              AND u.connection <> '')
                           AND""" + Tx.BY_KEY)
                .bindArray(
                        "chatUsers",
                        String.class,
                        owners.stream().map(Owner::chatUser).toList())
                .bindArray(
                        "users", String.class, owners.stream().map(Owner::user).toList())
                .bind("before", before)
                .execute();
    }

    /** The last messages of a chat, the oldest of them first, up to so many and a quarter of a mebibyte. */
    static List<ChatMessage> last(Tx tx, String chat, int most) {
        return tx.query("SELECT * FROM (" + some("ORDER BY seq DESC") + ") AS last ORDER BY seq")
                .bind("chat", chat)
                .bind("skipped", 0)
                .bind("most", most)
                .mapTo(ChatMessage.class)
                .list();
    }

    private static String some(String order) {
        return """
            SELECT seq, message_id AS id, role, content, files, created_at
              FROM (SELECT *, sum(octet_length(content)) OVER (%1$s) - octet_length(content) AS before
                      FROM (SELECT * FROM chat_messages
                             WHERE tenant_id = :tenant AND chat_id = :chat AND seq > :skipped %1$s LIMIT :most) AS these
                    ) AS counted
             WHERE before < 262144 %1$s
            """.formatted(order);
    }

    /** The app user's chat with that id, whichever chat user it is on. */
    static Optional<Chat> ofUser(Tx tx, String user, String id) {
        return tx.query("SELECT " + COLUMNS
                        + " FROM chats WHERE tenant_id = :tenant AND user_id = :user AND chat_id = :id")
                .bind("user", user)
                .bind("id", id)
                .mapTo(Chat.class)
                .findOne();
    }

    /** Messages of a chat from the one after the first {@code skipped}, the oldest first, bounded as {@link #last}. */
    static List<ChatMessage> from(Tx tx, String chat, int skipped, int most) {
        return tx.query(some("ORDER BY seq"))
                .bind("chat", chat)
                .bind("skipped", skipped)
                .bind("most", most)
                .mapTo(ChatMessage.class)
                .list();
    }

    /** Deletes the app user's chats; how many there were. */
    static int erase(Tx tx, String user) {
        return tx.update("DELETE FROM chats WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", user)
                .execute();
    }

    /** All of a tenant's chats. */
    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM chats WHERE tenant_id = :tenant").execute();
    }
}
