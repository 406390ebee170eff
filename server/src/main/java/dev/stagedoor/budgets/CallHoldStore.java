// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.List;

/** The table {@code model_call_holds}. */
final class CallHoldStore {
    private static final String RETURNING = " RETURNING hold_id, accounts, tokens, micros, due_at";

    private CallHoldStore() {}

    /** A row of it. */
    record StoredHold(String holdId, List<String> accounts, long tokens, long micros, Instant dueAt) {
        Amounts amounts() {
            return new Amounts(tokens, micros, 1, 0);
        }
    }

    static void insert(Tx tx, StoredHold hold) {
        tx.update("""
                INSERT INTO model_call_holds (tenant_id, hold_id, accounts, tokens, micros, due_at)
                VALUES (:tenant, :holdId, :accounts, :tokens, :micros, :dueAt)
                """, hold).execute();
    }

    static void renew(Tx tx, List<String> ids, Instant until) {
        tx.update("UPDATE model_call_holds SET due_at = :until WHERE tenant_id = :tenant AND hold_id = ANY (:ids)")
                .bindArray("ids", String.class, ids)
                .bind("until", until)
                .execute();
    }

    /** Ends those that are still there. */
    static List<StoredHold> release(Tx tx, List<String> ids) {
        return tx.query("DELETE FROM model_call_holds WHERE tenant_id = :tenant AND hold_id = ANY (:ids)" + RETURNING)
                .bindArray("ids", String.class, ids)
                .mapTo(StoredHold.class)
                .list();
    }

    /** Ends one that was due before that time; none if it is not there, or was renewed. */
    static List<StoredHold> releaseDue(Tx tx, String id, Instant now) {
        return tx.query("DELETE FROM model_call_holds WHERE tenant_id = :tenant AND hold_id = :id AND due_at <= :now"
                        + RETURNING)
                .bind("id", id)
                .bind("now", now)
                .mapTo(StoredHold.class)
                .list();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM model_call_holds WHERE tenant_id = :tenant").execute();
    }
}
