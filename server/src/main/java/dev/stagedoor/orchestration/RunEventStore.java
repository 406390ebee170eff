// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import java.util.List;
import java.util.Map;

/** The table {@code run_events}. */
final class RunEventStore {
    private RunEventStore() {}

    /** Events of several runs, by the runs' ids. */
    static void insert(Tx tx, Map<String, List<RunEvent>> events) {
        List<String> ids = events.entrySet().stream()
                .flatMap(run -> run.getValue().stream().map(event -> run.getKey()))
                .toList();
        List<RunEvent> all = events.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            return;
        }
        tx.update("""
                        INSERT INTO run_events (tenant_id, run_id, seq, event, data)
                        SELECT :tenant, run_id, seq, event, data
                          FROM unnest(:ids, :seqs, :names, :data) AS events (run_id, seq, event, data)
                        """)
                .bindArray("ids", String.class, ids)
                .bindArray("seqs", Long.class, all.stream().map(RunEvent::seq).toList())
                .bindArray(
                        "names", String.class, all.stream().map(RunEvent::name).toList())
                .bindArray(
                        "data", String.class, all.stream().map(RunEvent::data).toList())
                .execute();
    }

    /** The next events, so many at most; and no more once they have reached a mebibyte or so. */
    static List<RunEvent> after(Tx tx, String id, long after, int most) {
        return tx.query("""
                        SELECT seq, name, data
                          FROM (SELECT seq, event AS name, data,
                                       sum(octet_length(data)) OVER (ORDER BY seq) - octet_length(data) AS before
                                  FROM run_events
                                 WHERE tenant_id = :tenant AND run_id = :id AND seq > :after
                                 ORDER BY seq
                                 LIMIT :most) AS next
                         WHERE before < 1048576
                         ORDER BY seq
                        """)
                .bind("id", id)
                .bind("after", after)
                .bind("most", most)
                .mapTo(RunEvent.class)
                .list();
    }

    /** What an event says. */
    static JsonNode data(RunEvent event) {
        return StoredJson.read(event.data(), JsonNode.class);
    }

    /** The number of a run's last event, 0 before the first. */
    static long last(Tx tx, String id) {
        return tx.query("SELECT COALESCE(max(seq), 0) FROM run_events WHERE tenant_id = :tenant AND run_id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }
}
