// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables {@code worker_logs} and {@code worker_log_sizes}. */
final class LogStore {
    /** Rows that are read for one page of lines. */
    private static final int ROWS = 64;

    private LogStore() {}

    /** How a row's lines are stored; they end with the row's own number. */
    private record StoredLines(@JsonProperty("lines") List<StoredLine> lines) {}

    /** One of them. */
    private record StoredLine(
            @JsonProperty("at") long millis,
            @JsonProperty("text") String text) {}

    private record Row(long seq, String lines) {}

    /** Where a worker's log is: the number of its last line, and its bytes so far. */
    private record End(long seq, long place) {}

    /** The bounds of what is kept, in bytes. */
    record Bounds(long perWorker, long perTenant) {}

    /**
     * Adds lines to the logs of some of the tenant's workers, and forgets what is too much then. Of workers that are known no more,
     * as those of a deleted tenant, nothing is kept.
     */
    static void add(Tx tx, Map<String, List<LogBuffer.Written>> written, Bounds bounds) {
        Map<String, List<LogBuffer.Written>> byWorker = new LinkedHashMap<>(written);
        byWorker.keySet().retainAll(known(tx, written.keySet()));
        if (byWorker.isEmpty()) {
            return;
        }
        long added = 0;
        for (List<LogBuffer.Written> lines : byWorker.values()) {
            added += bytes(lines);
        }
        long place = grown(tx, added) - added;
        for (Map.Entry<String, List<LogBuffer.Written>> one : byWorker.entrySet()) {
            place += bytes(one.getValue());
            add(tx, one.getKey(), one.getValue(), place, bounds);
        }
        tx.update("DELETE FROM worker_logs WHERE tenant_id = :tenant AND tenant_place <= :until")
                .bind("until", place - bounds.perTenant())
                .execute();
    }

    /** They are not forgotten before this is over; those that are just being forgotten are not among them. */
    private static Set<String> known(Tx tx, Set<String> workers) {
        return Set.copyOf(tx.query("""
                SELECT worker_id FROM workers WHERE tenant_id = :tenant AND worker_id = ANY (:workers)
                   FOR KEY SHARE SKIP LOCKED
                """)
                .bindArray("workers", String.class, workers.toArray())
                .mapTo(String.class)
                .list());
    }

    private static long bytes(List<LogBuffer.Written> lines) {
        return lines.stream()
                .mapToLong(line -> line.text().getBytes(StandardCharsets.UTF_8).length + 1L)
                .sum();
    }

    private static long grown(Tx tx, long bytes) {
        return tx.query("""
                INSERT INTO worker_log_sizes AS s (tenant_id, bytes) VALUES (:tenant, :bytes)
                ON CONFLICT (tenant_id) DO UPDATE SET bytes = s.bytes + excluded.bytes
                RETURNING bytes
                """).bind("bytes", bytes).mapTo(Long.class).one();
    }

    private static void add(Tx tx, String worker, List<LogBuffer.Written> lines, long tenantPlace, Bounds bounds) {
        End end = end(tx, worker);
        long place = end.place() + bytes(lines);
        tx.update("""
                INSERT INTO worker_logs (tenant_id, worker_id, seq, tenant_place, place, lines, at)
                VALUES (:tenant, :worker, :seq, :tenantPlace, :place, :lines, :at)
                """)
                .bind("worker", worker)
                .bind("seq", end.seq() + lines.size())
                .bind("tenantPlace", tenantPlace)
                .bind("place", place)
                .bind(
                        "lines",
                        StoredJson.text(new StoredLines(lines.stream()
                                .map(line -> new StoredLine(line.at().toEpochMilli(), line.text()))
                                .toList())))
                .bind("at", lines.getLast().at())
                .execute();
        tx.update("DELETE FROM worker_logs WHERE tenant_id = :tenant AND worker_id = :worker AND place <= :until")
                .bind("worker", worker)
                .bind("until", place - bounds.perWorker())
                .execute();
    }

    private static End end(Tx tx, String worker) {
        return tx.query("""
                SELECT seq, place FROM worker_logs WHERE tenant_id = :tenant AND worker_id = :worker
                 ORDER BY seq DESC LIMIT 1
                """).bind("worker", worker).mapTo(End.class).findOne().orElse(new End(0, 0));
    }

    /** When the newest of its lines was written; null if there is none. */
    static @Nullable Instant last(Tx tx, String worker) {
        return tx.query("""
                SELECT at FROM worker_logs WHERE tenant_id = :tenant AND worker_id = :worker
                 ORDER BY seq DESC LIMIT 1
                """)
                .bind("worker", worker)
                .mapTo(Instant.class)
                .findOne()
                .orElse(null);
    }

    /** The number of its newest line; 0 if there is none. */
    static long newest(Tx tx, String worker) {
        return end(tx, worker).seq();
    }

    /** Its first lines after that number. */
    static List<LogLine> after(Tx tx, String worker, long seq, int most) {
        List<Row> rows = tx.query("""
                SELECT seq, lines FROM worker_logs
                 WHERE tenant_id = :tenant AND worker_id = :worker AND seq > :after ORDER BY seq LIMIT :rows
                """)
                .bind("worker", worker)
                .bind("after", seq)
                .bind("rows", ROWS)
                .mapTo(Row.class)
                .list();
        List<LogLine> lines = new ArrayList<>();
        for (Row row : rows) {
            List<StoredLine> stored =
                    StoredJson.read(row.lines(), StoredLines.class).lines();
            long number = row.seq() - stored.size();
            for (StoredLine line : stored) {
                number++;
                if (number > seq && lines.size() < most) {
                    lines.add(new LogLine(number, Instant.ofEpochMilli(line.millis()), line.text()));
                }
            }
        }
        return lines;
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM worker_logs WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM worker_log_sizes WHERE tenant_id = :tenant").execute();
    }
}
