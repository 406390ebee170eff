// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import dev.stagedoor.db.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * The answers in progress, which the table {@code chats} has, with the messages that they begin and end by. Chats are locked
 * in one order.
 */
final class TurnStore {
    /** Whether another connected page of the chat's owner has it open. */
    private static final String SHARED = """

        EXISTS (SELECT 1 FROM ui_sessions u
                 WHERE u.tenant_id = :tenant AND u.chat_user_id = c.chat_user_id AND u.user_id = c.user_id
                   AND u.chat_id = c.chat_id AND u.connection <> '' AND u.ui_session_id <> held.ui_session_id) AS shared
        """;

    /** Of the chats with those answers in progress, the ones whose answer that node holds. */
    private static final String ASKED = """

          FROM unnest(:interactions, :chats) WITH ORDINALITY AS asked (interaction_id, chat_id, nth)
          JOIN chats c ON c.tenant_id = :tenant AND c.chat_id = asked.chat_id AND c.interaction_id = asked.interaction_id
         WHERE c.node = :node AND""" + Tx.BY_KEY;

    private static final String IN_PROGRESS = " c.ui_session_id, c.interaction_id, c.chat_id, c.node, c.leased_until ";

    private static final String BEGIN = """
        WITH held AS (
            SELECT asked.*
              FROM unnest(:interactions, :uis, :chats, :agents, :names, :ids, :contents, :files, :ats)
              WITH ORDINALITY AS asked (interaction_id, ui_session_id, chat_id, agent, name, message_id,
                                        content, files, at, nth)
              JOIN chats c ON c.tenant_id = :tenant AND c.chat_id = asked.chat_id
               AND c.agent_key = asked.agent AND c.interaction_id = ''
             WHERE""" + Tx.BY_KEY + """
             ORDER BY c.chat_id FOR NO KEY UPDATE OF c),
        chat AS (
            UPDATE chats c
               SET interaction_id = held.interaction_id, ui_session_id = held.ui_session_id,
                   node = :node, leased_until = :until,
                   messages = c.messages + 1, updated_at = held.at::timestamptz,
                   name = CASE WHEN c.messages = 0 AND c.name = '' THEN held.name ELSE c.name END
              FROM held
             WHERE c.tenant_id = :tenant AND c.chat_id = held.chat_id
            RETURNING held.interaction_id, held.message_id, held.content, held.files, c.chat_id, c.name,
                      c.agent_key, c.meta, c.messages, c.created_at, c.updated_at,""" + SHARED + """
            ),
        message AS (
            INSERT INTO chat_messages
                   (tenant_id, chat_id, seq, message_id, role, content, files, created_at)
            SELECT :tenant, chat_id, messages, message_id, :role, content,
                   string_to_array(files, ','), updated_at
              FROM chat)
        SELECT interaction_id, chat_id AS id, name, agent_key AS agent, meta, messages, created_at,
               updated_at, shared
          FROM chat
        """;

    private static final String END = """
        WITH held AS (
            SELECT asked.*, c.ui_session_id
              FROM unnest(:interactions, :chats, :nodes, :ids, :contents, :ats)
              WITH ORDINALITY AS asked (interaction_id, chat_id, node, message_id, content, at, nth)
              JOIN chats c ON c.tenant_id = :tenant AND c.chat_id = asked.chat_id
               AND c.interaction_id = asked.interaction_id
             WHERE (asked.node = '' OR c.node = asked.node) AND""" + Tx.BY_KEY + """
             ORDER BY c.chat_id FOR NO KEY UPDATE OF c),
        chat AS (
            UPDATE chats c
               SET interaction_id = '', ui_session_id = '', node = '',
                   messages = CASE WHEN held.message_id = '' THEN c.messages ELSE c.messages + 1 END,
                   updated_at = CASE WHEN held.message_id = '' THEN c.updated_at
                                     ELSE held.at::timestamptz END
              FROM held
             WHERE c.tenant_id = :tenant AND c.chat_id = held.chat_id
            RETURNING held.interaction_id, held.message_id, held.content, c.chat_id, c.messages,
                      c.updated_at,""" + SHARED + """
            ),
        message AS (
            INSERT INTO chat_messages
                   (tenant_id, chat_id, seq, message_id, role, content, files, created_at)
            SELECT :tenant, chat_id, messages, message_id, :role, content, '{}', updated_at
              FROM chat WHERE message_id <> '')
        SELECT interaction_id, shared FROM chat
        """;

    private TurnStore() {}

    /** Adds questions as {@link Turns#begin}, at most one for each chat. */
    static Map<String, Turns.Begun> begin(Tx tx, List<Turns.Question> questions, String node, Instant until) {
        Query query = tx.query(BEGIN).bind("node", node).bind("until", until).bind("role", ChatMessage.USER);
        bind(query, "interactions", questions, Turns.Question::interaction);
        bind(query, "uis", questions, Turns.Question::uiSession);
        bind(query, "chats", questions, Turns.Question::chat);
        bind(query, "agents", questions, Turns.Question::agent);
        bind(query, "names", questions, Turns.Question::name);
        List<ChatMessage> messages =
                questions.stream().map(Turns.Question::message).toList();
        bind(query, "ids", messages, ChatMessage::id);
        bind(query, "contents", messages, ChatMessage::content);
        bind(query, "files", messages, message -> String.join(",", message.files()));
        bind(query, "ats", messages, message -> message.createdAt().toString());
        return query.map((rs, ctx) ->
                        Map.entry(rs.getString("interaction_id"), new Turns.Begun(chat(rs), rs.getBoolean("shared"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Chat chat(ResultSet row) throws SQLException {
        return new Chat(
                row.getString("id"),
                row.getString("name"),
                row.getString("agent"),
                row.getString("meta"),
                row.getInt("messages"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static <T> void bind(Query query, String name, List<T> all, Function<T, String> text) {
        query.bindArray(name, String.class, all.stream().map(text).toList());
    }

    /** Ends interactions and adds answers as {@link Turns#end}, at most one for each chat. */
    static Map<String, Boolean> end(Tx tx, List<Turns.Answer> answers) {
        Query query = tx.query(END).bind("role", ChatMessage.ASSISTANT);
        bind(query, "interactions", answers, Turns.Answer::interaction);
        bind(query, "chats", answers, Turns.Answer::chat);
        bind(query, "nodes", answers, Turns.Answer::node);
        bind(query, "ids", answers, answer -> of(answer, ChatMessage::id));
        bind(query, "contents", answers, answer -> of(answer, ChatMessage::content));
        bind(
                query,
                "ats",
                answers,
                answer -> of(answer, message -> message.createdAt().toString()));
        return query.map((rs, ctx) -> Map.entry(rs.getString("interaction_id"), rs.getBoolean("shared")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String of(Turns.Answer answer, Function<ChatMessage, String> text) {
        return answer.message().map(text).orElse("");
    }

    /** What is in progress in that chat, although its node has not renewed its lease. */
    static Optional<Turns.InProgress> abandoned(Tx tx, String chat, Instant now) {
        return tx.query("SELECT " + IN_PROGRESS + """
                          FROM chats c
                         WHERE c.tenant_id = :tenant AND c.chat_id = :chat AND c.interaction_id <> ''
                           AND c.leased_until < :now
                        """)
                .bind("chat", chat)
                .bind("now", now)
                .map((rs, ctx) -> inProgress(rs))
                .findOne();
    }

    private static Turns.InProgress inProgress(ResultSet row) throws SQLException {
        return new Turns.InProgress(
                row.getString("interaction_id"),
                row.getString("ui_session_id"),
                row.getString("chat_id"),
                row.getString("node"),
                row.getTimestamp("leased_until").toInstant());
    }

    /** The answers in progress for those pages in the chats that they have open, by page. */
    static Map<String, Turns.InProgress> ofAll(Tx tx, List<String> uiSessions) {
        return tx.query("SELECT " + IN_PROGRESS + """
                          FROM unnest(:uis) WITH ORDINALITY AS asked (ui_session_id, nth)
                          JOIN ui_sessions u ON u.tenant_id = :tenant AND u.ui_session_id = asked.ui_session_id
                          JOIN chats c ON c.tenant_id = :tenant AND c.chat_id = u.chat_id
                           AND c.ui_session_id = u.ui_session_id AND c.interaction_id <> ''
                         WHERE""" + Tx.BY_KEY)
                .bindArray("uis", String.class, uiSessions)
                .map((rs, ctx) -> inProgress(rs))
                .collect(Collectors.toMap(Turns.InProgress::uiSession, Function.identity()));
    }

    /** Which of them that node holds; their chats are locked until the transaction ends. */
    static Set<String> held(Tx tx, Collection<Turns.Held> interactions, String node) {
        return bind(
                        tx.query("SELECT c.interaction_id" + ASKED + "ORDER BY c.chat_id FOR NO KEY UPDATE OF c"),
                        interactions)
                .bind("node", node)
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    private static Query bind(Query query, Collection<Turns.Held> these) {
        List<Turns.Held> all = List.copyOf(these);
        bind(query, "interactions", all, Turns.Held::interaction);
        bind(query, "chats", all, Turns.Held::chat);
        return query;
    }

    /** Whether the node that executed it has not renewed its lease, so that another takes it. */
    static boolean takeOver(Tx tx, Turns.InProgress interaction, String node, Instant now, Instant until) {
        return tx.update("""
                                UPDATE chats SET node = :node, leased_until = :until
                                 WHERE tenant_id = :tenant AND chat_id = :chat AND interaction_id = :id
                                   AND leased_until < :now
                                """)
                        .bind("chat", interaction.chatId())
                        .bind("id", interaction.interactionId())
                        .bind("node", node)
                        .bind("now", now)
                        .bind("until", until)
                        .execute()
                == 1;
    }

    /**
     * Prolongs those that the node still holds, and returns their ids. One that a transaction is just storing something of is
     * left for the next time: to wait for several of them, in any order, would be a deadlock. It does not wait for the disk
     * with their locks held: a lease that a crash takes back has merely ended earlier.
     */
    static List<String> renew(Tx tx, Collection<Turns.Held> interactions, String node, Instant until) {
        return bind(tx.query("""
                        WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS mode),
                        free AS (SELECT c.chat_id""" + ASKED + """
                            FOR NO KEY UPDATE OF c SKIP LOCKED),
                        renewed AS (
                            UPDATE chats c SET leased_until = :until
                              FROM free
                             WHERE (SELECT mode FROM relaxed) = 'off' AND c.tenant_id = :tenant
                               AND c.chat_id = free.chat_id)
                        SELECT c.interaction_id""" + ASKED), interactions)
                .bind("until", until)
                .bind("node", node)
                .mapTo(String.class)
                .list();
    }
}
