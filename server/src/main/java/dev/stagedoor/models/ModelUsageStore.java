// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.db.Tx;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The table {@code model_usage}. */
final class ModelUsageStore {
    private ModelUsageStore() {}

    /** A row of it. */
    private record StoredUsage(
            LocalDate day,
            String agent,
            String profileId,
            String model,
            long calls,
            long inputTokens,
            long outputTokens,
            long cacheWrittenTokens,
            long cacheReadTokens,
            long costMicros) {
        static StoredUsage of(Meter.Account account, Meter.Sum sum) {
            return new StoredUsage(
                    account.day(),
                    account.agent(),
                    account.profileId(),
                    account.model(),
                    sum.calls(),
                    sum.tokens().input(),
                    sum.tokens().output(),
                    sum.tokens().cacheWritten(),
                    sum.tokens().cacheRead(),
                    sum.micros());
        }

        Map.Entry<Meter.Account, Meter.Sum> entry() {
            return Map.entry(
                    new Meter.Account(day, agent, profileId, model),
                    new Meter.Sum(
                            calls,
                            new TokenUsage(inputTokens, outputTokens, cacheWrittenTokens, cacheReadTokens),
                            costMicros));
        }
    }

    static void add(Tx tx, Meter.Account account, Meter.Sum sum) {
        tx.update("""
                INSERT INTO model_usage AS u (tenant_id, day, agent, profile_id, model, calls, input_tokens,
                                              output_tokens, cache_written_tokens, cache_read_tokens, cost_micros)
                VALUES (:tenant, :day, :agent, :profileId, :model, :calls, :inputTokens,
                        :outputTokens, :cacheWrittenTokens, :cacheReadTokens, :costMicros)
                ON CONFLICT (tenant_id, day, agent, profile_id, model) DO UPDATE
                   SET calls = u.calls + excluded.calls,
                       input_tokens = u.input_tokens + excluded.input_tokens,
                       output_tokens = u.output_tokens + excluded.output_tokens,
                       cache_written_tokens = u.cache_written_tokens + excluded.cache_written_tokens,
                       cache_read_tokens = u.cache_read_tokens + excluded.cache_read_tokens,
                       cost_micros = u.cost_micros + excluded.cost_micros
                """, StoredUsage.of(account, sum)).execute();
    }

    /** The rows of those days, newest first, at most that many. */
    static List<Map.Entry<Meter.Account, Meter.Sum>> between(Tx tx, LocalDate from, LocalDate to, int most) {
        return tx.query("""
                        SELECT * FROM model_usage WHERE tenant_id = :tenant AND day BETWEEN :from AND :to
                         ORDER BY day DESC, agent, profile_id, model
                         LIMIT :most
                        """)
                .bind("from", from)
                .bind("to", to)
                .bind("most", most)
                .mapTo(StoredUsage.class)
                .map(StoredUsage::entry)
                .list();
    }
}
