// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.retention;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The table {@code retention_marks}, and whose turn it is. */
final class RetentionStore {
    private RetentionStore() {}

    /** Whether no other node deletes the tenant's now; then none does until the transaction ends. */
    static boolean isAlone(Tx tx, Retained.Kind kind) {
        return tx.query(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended('retention ' || :kind || ' ' || :tenant, 0))")
                .bind("kind", kind.stored())
                .mapTo(Boolean.class)
                .one();
    }

    /** What is from before that time may be gone. */
    static void mark(Tx tx, Retained.Kind kind, Instant until) {
        tx.update("""
                INSERT INTO retention_marks (tenant_id, kind, until) VALUES (:tenant, :kind, :until)
                ON CONFLICT (tenant_id, kind) DO UPDATE SET until = EXCLUDED.until
                 WHERE retention_marks.until < EXCLUDED.until
                """).bind("kind", kind.stored()).bind("until", until).execute();
    }

    static Optional<Instant> goneUntil(Tx tx, Collection<Retained.Kind> kinds) {
        return tx.query("""
                        SELECT until FROM retention_marks WHERE tenant_id = :tenant AND kind = ANY (:kinds)
                         ORDER BY until DESC LIMIT 1
                        """)
                .bindArray(
                        "kinds",
                        String.class,
                        kinds.stream().map(Retained.Kind::stored).toArray())
                .mapTo(Instant.class)
                .findOne();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM retention_marks WHERE tenant_id = :tenant").execute();
    }
}
