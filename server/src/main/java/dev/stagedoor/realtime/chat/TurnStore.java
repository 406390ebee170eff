// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

import dev.stagedoor.db.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code interactions}, with the messages of chats that they begin and end by. Interactions are locked before
 * their chats.
 */
final class TurnStore {
    /** Whether another connected page of the chat's owner has it open. */
    private static final String SHARED = """

        EXISTS (SELECT 1 FROM ui_sessions u
                 WHERE u.tenant_id = :tenant AND u.chat_user_id = c.chat_user_id AND u.user_id = c.user_id
                   AND u.chat_id = c.chat_id AND u.connection <> '' AND u.ui_session_id <> %s.ui_session_id) AS shared
        """;

    private static final String BEGIN = """
        WITH asked AS (
            SELECT * FROM unnest(:interactions, :uis, :chats, :agents, :names, :ids, :contents, :files, :ats)
              WITH ORDINALITY AS asked (interaction_id, ui_session_id, chat_id, agent, name, message_id,
                                        content, files, at, nth)),
        begun AS (
            INSERT INTO interactions
                   (tenant_id, interaction_id, ui_session_id, chat_id, node, leased_until)
            SELECT :tenant, asked.interaction_id, asked.ui_session_id, asked.chat_id, :node, :until
              FROM asked JOIN chats c ON c.tenant_id = :tenant AND c.chat_id = asked.chat_id
               AND c.agent_key = asked.agent
             WHERE""" + Tx.BY_KEY + """
             ORDER BY asked.chat_id, asked.nth
            ON CONFLICT DO NOTHING
            RETURNING interaction_id),
        chat AS (
            UPDATE chats c
               SET messages = c.messages + 1, updated_at = asked.at::timestamptz,
                   name = CASE WHEN c.messages = 0 AND c.name = '' THEN asked.name ELSE c.name END
              FROM begun JOIN asked USING (interaction_id)
             WHERE c.tenant_id = :tenant AND c.chat_id = asked.chat_id AND c.agent_key = asked.agent
            RETURNING asked.interaction_id, c.chat_id AS id, c.name, c.agent_key AS agent, c.meta,
                      c.messages, c.created_at, c.updated_at,""" + SHARED.formatted("asked") + """
            ),
        message AS (
            INSERT INTO chat_messages
                   (tenant_id, chat_id, seq, message_id, role, content, files, created_at)
            SELECT :tenant, chat.id, chat.messages, asked.message_id, :role, asked.content,
                   string_to_array(asked.files, ','), asked.at::timestamptz
              FROM chat JOIN asked USING (interaction_id))
        SELECT begun.interaction_id, chat.*, m.message_id AS before_id, m.role AS before_role,
               m.content AS before_content, m.files AS before_files, m.created_at AS before_at
          FROM begun LEFT JOIN chat USING (interaction_id) LEFT JOIN LATERAL (
            SELECT * FROM chat_messages
             WHERE tenant_id = :tenant AND chat_id = chat.id ORDER BY seq DESC LIMIT :most) AS m ON TRUE
         ORDER BY begun.interaction_id, m.seq
        """;

    private TurnStore() {}

    /** Adds questions as {@link Turns#begin}; empty for an interaction whose chat could not take its question. */
    static Map<String, Optional<Turns.Begun>> begin(
            Tx tx, List<Turns.Question> questions, String node, Instant until, int history) {
        Query query = tx.query(BEGIN)
                .bind("node", node)
                .bind("until", until)
                .bind("role", ChatMessage.USER)
                .bind("most", history);
        bind(query, "interactions", questions, Turns.Question::interaction);
        bind(query, "uis", questions, Turns.Question::uiSession);
        bind(query, "chats", questions, Turns.Question::chat);
        bind(query, "agents", questions, Turns.Question::agent);
        bind(query, "names", questions, Turns.Question::name);
        bindMessages(query, questions.stream().map(Turns.Question::message).toList());
        Map<String, Optional<Turns.Begun>> begun = new HashMap<>();
        query.map((rs, ctx) -> new Row(rs.getString("interaction_id"), chat(rs), rs.getBoolean("shared"), before(rs)))
                .collect(Collectors.groupingBy(Row::interaction))
                .forEach((interaction, rows) -> begun.put(interaction, begun(rows)));
        return begun;
    }

    /** One of the messages before a question, if there is any, beside its chat. */
    private record Row(
            String interaction,
            @Nullable Chat chat,
            boolean shared,
            @Nullable ChatMessage before) {}

    private static Optional<Turns.Begun> begun(List<Row> rows) {
        return Optional.ofNullable(rows.getFirst().chat).map(chat -> {
            List<ChatMessage> before = new ArrayList<>();
            rows.forEach(row -> Optional.ofNullable(row.before).ifPresent(before::add));
            return new Turns.Begun(chat, rows.getFirst().shared, before);
        });
    }

    private static @Nullable Chat chat(ResultSet row) throws SQLException {
        return row.getString("id") == null
                ? null
                : new Chat(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("agent"),
                        row.getString("meta"),
                        row.getInt("messages"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("updated_at").toInstant());
    }

    private static @Nullable ChatMessage before(ResultSet row) throws SQLException {
        return row.getString("before_id") == null
                ? null
                : new ChatMessage(
                        row.getString("before_id"),
                        row.getString("before_role"),
                        row.getString("before_content"),
                        List.of((String[]) row.getArray("before_files").getArray()),
                        row.getTimestamp("before_at").toInstant());
    }

    private static <T> void bind(Query query, String name, List<T> all, Function<T, String> text) {
        query.bindArray(name, String.class, all.stream().map(text).toList());
    }

    private static void bindMessages(Query query, List<ChatMessage> messages) {
        bind(query, "ids", messages, ChatMessage::id);
        bind(query, "contents", messages, ChatMessage::content);
        bind(query, "files", messages, message -> String.join(",", message.files()));
        bind(query, "ats", messages, message -> message.createdAt().toString());
    }

    /** Ends interactions and adds answers as {@link Turns#end}. */
    static Map<String, Boolean> end(Tx tx, List<Turns.Answer> answers) {
        Query query =
                tx.query("""
                        WITH over AS (
                            DELETE FROM interactions i
                             USING unnest(:interactions, :chats, :nodes, :ids, :contents, :ats)
                              WITH ORDINALITY AS asked (interaction_id, chat_id, node, message_id, content, at, nth)
                             WHERE i.tenant_id = :tenant AND i.interaction_id = asked.interaction_id
                               AND (asked.node = '' OR i.node = asked.node) AND""" + Tx.BY_KEY + """
                            RETURNING i.interaction_id, i.ui_session_id, asked.chat_id, asked.message_id, asked.content,
                                      asked.at),
                        chat AS (
                            UPDATE chats c SET messages = c.messages + 1, updated_at = over.at::timestamptz
                              FROM over
                             WHERE c.tenant_id = :tenant AND c.chat_id = over.chat_id AND over.message_id <> ''
                            RETURNING c.chat_id, c.messages,""" + SHARED.formatted("over") + """
                            ),
                        message AS (
                            INSERT INTO chat_messages
                                   (tenant_id, chat_id, seq, message_id, role, content, files, created_at)
                            SELECT :tenant, chat.chat_id, chat.messages, over.message_id, :role, over.content, '{}',
                                   over.at::timestamptz
                              FROM chat JOIN over USING (chat_id))
                        SELECT over.interaction_id, coalesce(chat.shared, FALSE) AS shared
                          FROM over LEFT JOIN chat USING (chat_id)
                        """).bind("role", ChatMessage.ASSISTANT);
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

    /** Ends what is in progress in the owner's chat, before that is deleted; the interaction, by its page. */
    static Map<String, String> endIn(Tx tx, Owner owner, String chat) {
        return tx.query("""
                        DELETE FROM interactions i USING chats c
                         WHERE i.tenant_id = :tenant AND c.tenant_id = :tenant AND c.chat_id = :chat
                           AND c.chat_user_id = :chatUser AND c.user_id = :user AND i.chat_id = c.chat_id
                        RETURNING i.ui_session_id, i.interaction_id
                        """)
                .bind("chat", chat)
                .bind("chatUser", owner.chatUser())
                .bind("user", owner.user())
                .map((rs, ctx) -> Map.entry(rs.getString("ui_session_id"), rs.getString("interaction_id")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Ends what is in progress in the app user's chats. */
    static void erase(Tx tx, String user) {
        tx.update("""
                        DELETE FROM interactions i USING chats c
                         WHERE i.tenant_id = :tenant AND c.tenant_id = :tenant AND c.user_id = :user
                           AND i.chat_id = c.chat_id
                        """).bind("user", user).execute();
    }

    /** What is in progress in that page, or in that chat, although its node has not renewed its lease. */
    static Map<String, Turns.InProgress> abandoned(Tx tx, String uiSession, String chat, Instant now) {
        return tx.query("""
                        SELECT ui_session_id, interaction_id, chat_id, node, leased_until FROM interactions
                         WHERE tenant_id = :tenant AND (ui_session_id = :ui OR chat_id = :chat) AND leased_until < :now
                        """)
                .bind("ui", uiSession)
                .bind("chat", chat)
                .bind("now", now)
                .map((rs, ctx) -> inProgress(rs))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map.Entry<String, Turns.InProgress> inProgress(ResultSet row) throws SQLException {
        return Map.entry(
                row.getString("ui_session_id"),
                new Turns.InProgress(
                        row.getString("interaction_id"),
                        row.getString("chat_id"),
                        row.getString("node"),
                        row.getTimestamp("leased_until").toInstant()));
    }

    /** The answers in progress for those pages, by page. */
    static Map<String, Turns.InProgress> ofAll(Tx tx, List<String> uiSessions) {
        Map<String, Turns.InProgress> running = new HashMap<>();
        tx.query("""
                        SELECT i.ui_session_id, i.interaction_id, i.chat_id, i.node, i.leased_until
                          FROM unnest(:uis) WITH ORDINALITY AS asked (ui_session_id, nth)
                          JOIN interactions i ON i.tenant_id = :tenant AND i.ui_session_id = asked.ui_session_id
                         WHERE""" + Tx.BY_KEY)
                .bindArray("uis", String.class, uiSessions)
                .map((rs, ctx) -> inProgress(rs))
                .forEach(each -> running.put(each.getKey(), each.getValue()));
        return running;
    }

    /** Which of them that node holds; locked in one order until the transaction ends. */
    static Set<String> held(Tx tx, Collection<String> interactions, String node) {
        return tx.query("""
                        SELECT i.interaction_id
                          FROM unnest(:ids) WITH ORDINALITY AS asked (interaction_id, nth)
                          JOIN interactions i ON i.tenant_id = :tenant AND i.interaction_id = asked.interaction_id
                         WHERE i.node = :node AND""" + Tx.BY_KEY + "ORDER BY i.interaction_id FOR UPDATE OF i")
                .bindArray("ids", String.class, List.copyOf(interactions))
                .bind("node", node)
                .mapTo(String.class)
                .collect(Collectors.toSet());
    }

    /** Whether the node that executed it has not renewed its lease, so that another takes it. */
    static boolean takeOver(Tx tx, Turns.InProgress interaction, String node, Instant now, Instant until) {
        return tx.update("""
                                UPDATE interactions SET node = :node, leased_until = :until
                                 WHERE tenant_id = :tenant AND interaction_id = :id AND leased_until < :now
                                """)
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
    static List<String> renew(Tx tx, List<String> interactions, String node, Instant until) {
        return tx.query("""
                        WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS mode),
                        renewed AS (
                            UPDATE interactions SET leased_until = :until
                             WHERE (SELECT mode FROM relaxed) = 'off' AND tenant_id = :tenant AND interaction_id IN (
                                SELECT interaction_id FROM interactions
                                 WHERE tenant_id = :tenant AND node = :node AND interaction_id = ANY (:ids)
                                   FOR UPDATE SKIP LOCKED))
                        SELECT interaction_id FROM interactions
                         WHERE tenant_id = :tenant AND node = :node AND interaction_id = ANY (:ids)
                        """)
                .bind("until", until)
                .bind("node", node)
                .bindArray("ids", String.class, interactions)
                .mapTo(String.class)
                .list();
    }
}
