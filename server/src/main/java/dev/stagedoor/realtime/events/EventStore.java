// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.events;

import dev.stagedoor.db.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table {@code ui_events}, and the counters in {@code ui_sessions}. */
final class EventStore {
    private EventStore() {}

    /**
     * Where a UI session stands.
     *
     * @param node that has its connection; empty if none has
     */
    record Stand(long lastSeq, String node) {}

    /**
     * Begins a transaction with where they stand, held until it ends; in one order, so that two nodes cannot wait for each
     * other.
     */
    static Tx.Opening<Map<String, Stand>> hold(List<String> uiSessions) {
        return new Tx.Opening<>(
                """
                        SELECT u.ui_session_id, u.last_seq, u.node
                          FROM unnest(:ids) WITH ORDINALITY AS asked (ui_session_id, nth)
                          JOIN ui_sessions u ON u.tenant_id = :tenant AND u.ui_session_id = asked.ui_session_id
                         WHERE""" + Tx.BY_KEY + "ORDER BY u.ui_session_id FOR UPDATE OF u",
                query -> query.bindArray("ids", String.class, uiSessions),
                EventStore::stands);
    }

    private static Map<String, Stand> stands(ResultSet rows) throws SQLException {
        Map<String, Stand> stands = new HashMap<>();
        while (rows.next()) {
            stands.put(rows.getString("ui_session_id"), new Stand(rows.getLong("last_seq"), rows.getString("node")));
        }
        return stands;
    }

    /** Stores the events, by UI session, and where each stands then; the last statement of its transaction. */
    static void insertAndCommit(Tx tx, Map<String, List<UiEvent>> events) {
        List<String> ids = events.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(event -> each.getKey()))
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        Map<String, Long> lasts = new LinkedHashMap<>();
        events.forEach((id, its) -> {
            if (!its.isEmpty()) {
                lasts.put(id, its.getLast().seq());
            }
        });
        List<UiEvent> all = events.values().stream().flatMap(List::stream).toList();
        tx.last("""
                        WITH events AS (
                            SELECT * FROM unnest(:ids, :seqs, :types, :data) AS events (ui_session_id, seq, type, data)),
                        stand AS (
                            UPDATE ui_sessions u SET last_seq = asked.seq
                              FROM unnest(:stood, :lasts) WITH ORDINALITY AS asked (ui_session_id, seq, nth)
                             WHERE u.tenant_id = :tenant AND u.ui_session_id = asked.ui_session_id
                               AND""" + Tx.BY_KEY + """
                            )
                        INSERT INTO ui_events (tenant_id, ui_session_id, seq, type, data)
                        SELECT :tenant, ui_session_id, seq, type, data FROM events
                        """)
                .bindArray("stood", String.class, List.copyOf(lasts.keySet()))
                .bindArray("lasts", Long.class, List.copyOf(lasts.values()))
                .bindArray("ids", String.class, ids)
                .bindArray("seqs", Long.class, all.stream().map(UiEvent::seq).toList())
                .bindArray(
                        "types", String.class, all.stream().map(UiEvent::type).toList())
                .bindArray("data", String.class, all.stream().map(UiEvent::data).toList())
                .execute();
    }

    /** The next events, so many at most; and no more once they have reached 64 KiB or so: a page that does not read holds them. */
    static List<UiEvent> after(Tx tx, String uiSession, long after, int most) {
        return tx.query("""
                        SELECT seq, type, data
                          FROM (SELECT seq, type, data,
                                       sum(octet_length(data)) OVER (ORDER BY seq) - octet_length(data) AS before
                                  FROM ui_events
                                 WHERE tenant_id = :tenant AND ui_session_id = :id AND seq > :after
                                 ORDER BY seq
                                 LIMIT :most) AS next
                         WHERE before < 65536
                         ORDER BY seq
                        """)
                .bind("id", uiSession)
                .bind("after", after)
                .bind("most", most)
                .mapTo(UiEvent.class)
                .list();
    }

    /** The number of the last event of that type, of the last so many; 0 if there is none. */
    static long last(Tx tx, String uiSession, String type, int most) {
        return tx.query("""
                        SELECT coalesce(max(seq), 0)
                          FROM (SELECT seq, type FROM ui_events
                                 WHERE tenant_id = :tenant AND ui_session_id = :id ORDER BY seq DESC LIMIT :most) AS latest
                         WHERE type = :type
                        """)
                .bind("id", uiSession)
                .bind("type", type)
                .bind("most", most)
                .mapTo(Long.class)
                .one();
    }

    /** Deletes the events of that UI session up to that one. */
    static void forget(Tx tx, String uiSession, long seq) {
        tx.update("DELETE FROM ui_events WHERE tenant_id = :tenant AND ui_session_id = :id AND seq <= :seq")
                .bind("id", uiSession)
                .bind("seq", seq)
                .execute();
    }
}
