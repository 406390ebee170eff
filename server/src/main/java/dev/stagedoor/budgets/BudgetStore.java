// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code model_budgets} and {@code model_holds}. */
final class BudgetStore {
    private BudgetStore() {}

    private record StoredAccount(
            String account,
            long windowSeconds,
            @Nullable Long mostTokens,
            @Nullable Long mostMicros,
            @Nullable Long mostCalls,
            @Nullable Long mostMillis,
            @Nullable Long mostOpen,
            Instant windowStart,
            long usedTokens,
            long usedMicros,
            long usedCalls,
            long usedMillis,
            long heldTokens,
            long heldMicros,
            long heldCalls) {
        static StoredAccount of(Account one) {
            Limits limits = one.limits();
            return new StoredAccount(
                    one.name(),
                    limits.window().toSeconds(),
                    limits.tokens(),
                    limits.micros(),
                    limits.calls(),
                    limits.millis(),
                    limits.open(),
                    one.start(),
                    one.used().tokens(),
                    one.used().micros(),
                    one.used().calls(),
                    one.used().millis(),
                    one.held().tokens(),
                    one.held().micros(),
                    one.held().calls());
        }

        Account read() {
            return new Account(
                    account,
                    new Limits(
                            Duration.ofSeconds(windowSeconds), mostTokens, mostMicros, mostCalls, mostMillis, mostOpen),
                    windowStart,
                    new Amounts(usedTokens, usedMicros, usedCalls, usedMillis),
                    new Amounts(heldTokens, heldMicros, heldCalls, 0));
        }
    }

    /** What a call in progress holds. */
    record Hold(String runId, String stepKey, List<String> accounts, long tokens, long micros) {
        Amounts amounts() {
            return new Amounts(tokens, micros, 1, 0);
        }
    }

    static Optional<Account> find(Tx tx, String account) {
        return tx.query("SELECT * FROM model_budgets WHERE tenant_id = :tenant AND account = :account")
                .bind("account", account)
                .mapTo(StoredAccount.class)
                .findOne()
                .map(StoredAccount::read);
    }

    /** Those of the accounts that exist, locked until the transaction ends; always in one order. */
    static List<Account> lock(Tx tx, List<String> accounts) {
        return tx.query("""
                        SELECT * FROM model_budgets
                         WHERE tenant_id = :tenant AND account = ANY (:accounts)
                         ORDER BY account
                           FOR UPDATE
                        """).bindArray("accounts", String.class, accounts).mapTo(StoredAccount.class).list().stream()
                .map(StoredAccount::read)
                .toList();
    }

    static void put(Tx tx, Account account) {
        tx.update("""
                INSERT INTO model_budgets (tenant_id, account, window_seconds, most_tokens, most_micros, most_calls,
                                           most_millis, most_open, window_start, used_tokens, used_micros, used_calls,
                                           used_millis, held_tokens, held_micros, held_calls)
                VALUES (:tenant, :account, :windowSeconds, :mostTokens, :mostMicros, :mostCalls, :mostMillis, :mostOpen,
                        :windowStart, :usedTokens, :usedMicros, :usedCalls, :usedMillis, :heldTokens, :heldMicros,
                        :heldCalls)
                ON CONFLICT (tenant_id, account) DO UPDATE
                   SET window_seconds = excluded.window_seconds, most_tokens = excluded.most_tokens,
                       most_micros = excluded.most_micros, most_calls = excluded.most_calls,
                       most_millis = excluded.most_millis, most_open = excluded.most_open,
                       window_start = excluded.window_start, used_tokens = excluded.used_tokens,
                       used_micros = excluded.used_micros, used_calls = excluded.used_calls,
                       used_millis = excluded.used_millis, held_tokens = excluded.held_tokens,
                       held_micros = excluded.held_micros, held_calls = excluded.held_calls
                """, StoredAccount.of(account)).execute();
    }

    static void hold(Tx tx, Hold hold) {
        tx.update("""
                INSERT INTO model_holds (tenant_id, run_id, step_key, accounts, tokens, micros)
                VALUES (:tenant, :runId, :stepKey, :accounts, :tokens, :micros)
                """, hold).execute();
    }

    /** Ends what that call holds; empty if it holds nothing. */
    static Optional<Hold> release(Tx tx, String run, String step) {
        return tx.query("""
                        DELETE FROM model_holds WHERE tenant_id = :tenant AND run_id = :run AND step_key = :step
                        RETURNING run_id, step_key, accounts, tokens, micros
                        """)
                .bind("run", run)
                .bind("step", step)
                .mapTo(Hold.class)
                .findOne();
    }

    /** Ends what all calls of that run hold. */
    static List<Hold> releaseAll(Tx tx, String run) {
        return tx.query("""
                        DELETE FROM model_holds WHERE tenant_id = :tenant AND run_id = :run
                        RETURNING run_id, step_key, accounts, tokens, micros
                        """).bind("run", run).mapTo(Hold.class).list();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM model_budgets WHERE tenant_id = :tenant").execute();
    }
}
