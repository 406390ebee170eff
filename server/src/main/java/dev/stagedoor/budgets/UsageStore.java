// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.List;

/** What the calls of runs have used, by the table {@code run_steps}. */
final class UsageStore {
    private UsageStore() {}

    /** What it is counted by; SQL, never input. */
    enum By {
        DAY("to_char(s.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"),
        AGENT("s.agent"),
        PROFILE("r.profile_id"),
        USER("r.user_id");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /** One line of it. */
    record StoredLine(
            String name,
            long runs,
            long calls,
            long inputTokens,
            long outputTokens,
            long cacheWrittenTokens,
            long cacheReadTokens,
            long costMicros) {}

    /** The calls that ended in that time; at most so many lines, the dearest first, or the days in their order. */
    static List<StoredLine> lines(Tx tx, By by, Instant from, Instant until, int most) {
        String order = by == By.DAY ? "name" : "cost_micros DESC, name";
        return tx.query("""
                        SELECT %s AS name, count(DISTINCT s.run_id) AS runs, count(*) AS calls,
                               sum(s.input_tokens)::bigint AS input_tokens,
                               sum(s.output_tokens)::bigint AS output_tokens,
                               sum(s.cache_written_tokens)::bigint AS cache_written_tokens,
                               sum(s.cache_read_tokens)::bigint AS cache_read_tokens,
                               sum(s.cost_micros)::bigint AS cost_micros
                          FROM run_steps s JOIN runs r USING (tenant_id, run_id)
                         WHERE s.tenant_id = :tenant AND s.ended_at >= :from AND s.ended_at < :until
                         GROUP BY 1
                         ORDER BY %s
                         LIMIT :most
                        """.formatted(by.column, order))
                .bind("from", from)
                .bind("until", until)
                .bind("most", most)
                .mapTo(StoredLine.class)
                .list();
    }
}
