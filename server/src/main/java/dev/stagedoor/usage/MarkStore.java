// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.db.Tx;
import dev.stagedoor.db.Unit;
import dev.stagedoor.jobs.DueTable;
import java.time.Instant;
import java.util.Locale;

/** The tables {@code budget_crossings} and {@code budget_marks}. */
final class MarkStore {
    static final DueTable DUE = new DueTable("budget_crossings", "tenant_id", "due_at", "TRUE");

    private MarkStore() {}

    /** Takes what is due; false if another node has. */
    static boolean take(Tx tx) {
        return tx.update("DELETE FROM budget_crossings WHERE tenant_id = :tenant")
                        .execute()
                > 0;
    }

    /** The highest mark that was told of that window; 0 for none. */
    static int told(Tx tx, Unit unit, Instant windowStart) {
        return tx.query("""
                        SELECT percent FROM budget_marks
                         WHERE tenant_id = :tenant AND unit = :unit AND window_start = :start
                        """)
                .bind("unit", name(unit))
                .bind("start", windowStart)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    static void tell(Tx tx, Unit unit, Instant windowStart, int percent) {
        tx.update("""
                        INSERT INTO budget_marks (tenant_id, unit, window_start, percent)
                        VALUES (:tenant, :unit, :start, :percent)
                            ON CONFLICT (tenant_id, unit) DO UPDATE
                           SET window_start = EXCLUDED.window_start, percent = EXCLUDED.percent
                        """)
                .bind("unit", name(unit))
                .bind("start", windowStart)
                .bind("percent", percent)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM budget_marks WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM budget_crossings WHERE tenant_id = :tenant").execute();
    }

    private static String name(Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
