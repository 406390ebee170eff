// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code account_failures}. */
final class FailureStore {
    private FailureStore() {}

    /** The time in which failures count together. */
    record Window(Instant now, Duration length) {}

    /** What is counted of a subject. */
    record Counted(
            Hash subject,
            int failures,
            Instant since,
            @Nullable Instant knownUntil) {}

    /** Counts one failure of each, always in the same order, so that two of them never wait for each other. */
    static Map<Hash, Counted> count(Tx tx, FailedLogins.Subjects subjects, Window window) {
        return tx.query("""
                        INSERT INTO account_failures AS f (tenant_id, subject, failures, since, kept_until)
                        SELECT :tenant, s.subject, 1, :now, :end
                          FROM unnest(:subjects) WITH ORDINALITY AS s (subject, place) ORDER BY s.place
                        ON CONFLICT (tenant_id, subject) DO UPDATE
                           SET failures = CASE WHEN f.since <= :before THEN 1 ELSE f.failures + 1 END,
                               since = CASE WHEN f.since <= :before THEN EXCLUDED.since ELSE f.since END,
                               kept_until = GREATEST(f.kept_until, EXCLUDED.kept_until)
                        RETURNING f.subject, f.failures, f.since, f.known_until
                        """)
                .bind("subjects", array(subjects))
                .bind("now", window.now())
                .bind("before", window.now().minus(window.length()))
                .bind("end", window.now().plus(window.length()))
                .mapTo(Counted.class)
                .collect(Collectors.toMap(Counted::subject, counted -> counted));
    }

    private static byte[][] array(FailedLogins.Subjects subjects) {
        return new byte[][] {
            subjects.pair().bytes(),
            subjects.account().bytes(),
            subjects.network().bytes()
        };
    }

    /** Counts one failure less of each. */
    static void takeBack(Tx tx, FailedLogins.Subjects subjects) {
        tx.update("""
                        UPDATE account_failures SET failures = GREATEST(failures - 1, 0)
                         WHERE tenant_id = :tenant
                           AND subject IN (SELECT subject FROM account_failures
                                            WHERE tenant_id = :tenant AND subject = ANY (:subjects)
                                            ORDER BY array_position(:subjects, subject) FOR UPDATE)
                        """).bind("subjects", array(subjects)).execute();
    }

    /** An account has logged in from a network. */
    static void know(Tx tx, Hash pair, Instant until) {
        tx.update("""
                        UPDATE account_failures
                           SET failures = 0, known_until = :until, kept_until = GREATEST(kept_until, :until)
                         WHERE tenant_id = :tenant AND subject = :pair
                        """).bind("until", until).bind("pair", pair).execute();
    }

    /** Deletes some rows that nothing needs any more, and that nobody uses. */
    static void prune(Tx tx, Instant now) {
        tx.update("""
                        DELETE FROM account_failures
                         WHERE tenant_id = :tenant
                           AND subject IN (SELECT subject FROM account_failures
                                            WHERE tenant_id = :tenant AND kept_until < :now
                                            LIMIT 100 FOR UPDATE SKIP LOCKED)
                        """).bind("now", now).execute();
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM account_failures WHERE tenant_id = :tenant").execute();
    }
}
