// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What calls have used, by the tables {@code run_steps} and, of model leases and text agents, {@code model_usage}. */
final class UsageStore {
    private UsageStore() {}

    /** What it is counted by; SQL, never input. What leases have used is not stored by user. */
    enum By {
        DAY("to_char(s.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')", "to_char(u.day, 'YYYY-MM-DD')"),
        AGENT("s.agent", "u.agent"),
        PROFILE("r.profile_id", "u.profile_id"),
        USER("r.user_id", null);

        private final String calls;

        By(String ofRuns, @Nullable String ofLeases) {
            this.calls = ofLeases == null ? ofRuns(ofRuns) : ofRuns(ofRuns) + "UNION ALL\n" + ofLeases(ofLeases);
        }

        private static String ofRuns(String name) {
            return """
                    SELECT %s AS name, count(DISTINCT s.run_id) AS runs, count(*) AS calls,
                           sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
                           sum(s.cache_written_tokens) AS cache_written_tokens,
                           sum(s.cache_read_tokens) AS cache_read_tokens, sum(s.cost_micros) AS cost_micros
                      FROM run_steps s JOIN runs r USING (tenant_id, run_id)
                     WHERE s.tenant_id = :tenant AND s.ended_at >= :from AND s.ended_at < :until
                     GROUP BY 1
                    """.formatted(name);
        }

        private static String ofLeases(String name) {
            return """
                    SELECT %s AS name, 0 AS runs, u.calls, u.input_tokens, u.output_tokens,
                           u.cache_written_tokens, u.cache_read_tokens, u.cost_micros
                      FROM model_usage u
                     WHERE u.tenant_id = :tenant
                       AND u.day >= (CAST(:from AS timestamptz) AT TIME ZONE 'UTC')::date
                       AND u.day < (CAST(:until AS timestamptz) AT TIME ZONE 'UTC')::date
                    """.formatted(name);
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

    /** The calls that ended on those days of UTC; at most so many lines, the dearest first, or the days in their order. */
    static List<StoredLine> lines(Tx tx, By by, Instant from, Instant until, int most) {
        String order = by == By.DAY ? "name" : "cost_micros DESC, name";
        return tx.query("""
                        SELECT name, sum(runs)::bigint AS runs, sum(calls)::bigint AS calls,
                               sum(input_tokens)::bigint AS input_tokens,
                               sum(output_tokens)::bigint AS output_tokens,
                               sum(cache_written_tokens)::bigint AS cache_written_tokens,
                               sum(cache_read_tokens)::bigint AS cache_read_tokens,
                               sum(cost_micros)::bigint AS cost_micros
                          FROM (%s) calls
                         GROUP BY name
                         ORDER BY %s
                         LIMIT :most
                        """.formatted(by.calls, order))
                .bind("from", from)
                .bind("until", until)
                .bind("most", most)
                .mapTo(StoredLine.class)
                .list();
    }
}
