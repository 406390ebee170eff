// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code interactions}: answers in progress, each held by the node that executes it. */
final class InteractionStore {
    private InteractionStore() {}

    /** One in progress. */
    record Stored(String interactionId, String chatId, String node, Instant leasedUntil) {}

    /** Whether it is in progress now; not if its page or its chat has another. */
    static boolean insert(Tx tx, String uiSession, Stored interaction) {
        return tx.update("""
                                INSERT INTO interactions
                                    (tenant_id, interaction_id, ui_session_id, chat_id, node, leased_until)
                                VALUES (:tenant, :interactionId, :ui, :chatId, :node, :leasedUntil)
                                ON CONFLICT DO NOTHING
                                """, interaction).bind("ui", uiSession).execute() == 1;
    }

    /** The answer in progress for that page. */
    static Optional<Stored> of(Tx tx, String uiSession) {
        return tx.query("""
                        SELECT interaction_id, chat_id, node, leased_until FROM interactions
                         WHERE tenant_id = :tenant AND ui_session_id = :ui
                        """).bind("ui", uiSession).mapTo(Stored.class).findOne();
    }

    /** The answers in progress for those pages, by page. */
    static Map<String, Stored> ofAll(Tx tx, List<String> uiSessions) {
        Map<String, Stored> running = new HashMap<>();
        tx.query("""
                        SELECT i.ui_session_id, i.interaction_id, i.chat_id, i.node, i.leased_until
                          FROM unnest(:uis) WITH ORDINALITY AS asked (ui_session_id, nth)
                          JOIN interactions i ON i.tenant_id = :tenant AND i.ui_session_id = asked.ui_session_id
                         WHERE""" + Tx.BY_KEY)
                .bindArray("uis", String.class, uiSessions)
                .map((rs, ctx) -> Map.entry(
                        rs.getString("ui_session_id"),
                        new Stored(
                                rs.getString("interaction_id"),
                                rs.getString("chat_id"),
                                rs.getString("node"),
                                rs.getTimestamp("leased_until").toInstant())))
                .forEach(each -> running.put(each.getKey(), each.getValue()));
        return running;
    }

    /** Whether that node held it; locked until the transaction ends. */
    static boolean isHeld(Tx tx, String interaction, String node) {
        return tx.query("""
                                SELECT interaction_id FROM interactions
                                 WHERE tenant_id = :tenant AND interaction_id = :id AND node = :node FOR UPDATE
                                """)
                .bind("id", interaction)
                .bind("node", node)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /** Whether it was in progress, on that node, or on any; it is over then. */
    static boolean end(Tx tx, String interaction, @Nullable String node) {
        return tx.update("""
                                DELETE FROM interactions
                                 WHERE tenant_id = :tenant AND interaction_id = :id
                                   AND (:node::text IS NULL OR node = :node)
                                """).bind("id", interaction).bind("node", node).execute() == 1;
    }

    /** Whether the node that executed it has not renewed its lease, so that another takes it. */
    static boolean takeOver(Tx tx, Stored interaction, String node, Instant now, Instant until) {
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
     * left for the next time: to wait for several of them, in any order, would be a deadlock.
     */
    static List<String> renew(Tx tx, List<String> interactions, String node, Instant until) {
        return tx.query("""
                        WITH renewed AS (
                            UPDATE interactions SET leased_until = :until
                             WHERE tenant_id = :tenant AND interaction_id IN (
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
