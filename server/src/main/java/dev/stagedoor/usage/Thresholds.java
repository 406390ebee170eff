// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Marks;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Tx;
import dev.stagedoor.db.Unit;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.tenants.Tenants;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells a tenant that it has used half of a budget, four fifths, or all of it: each mark once in a window. The commit that
 * reaches a mark leaves a row, so that none is missed.
 */
final class Thresholds implements AutoCloseable {
    private static final Principal.SystemJob BY = new Principal.SystemJob("thresholds", "thresholds");

    private final Foundation on;
    private final DueRows due;

    Thresholds(Foundation on) {
        this.on = on;
        this.due = new DueRows("thresholds", MarkStore.DUE, on.database(), on.clock(), this::tell);
    }

    DueRows due() {
        return due;
    }

    private void tell(DueRows.Row row) {
        on.ledger().storeInOrder(BY, row.tenant(), this::tell);
    }

    private boolean tell(Tx tx) {
        // Of a tenant that was deleted there is nobody to tell.
        if (!MarkStore.take(tx) || !Tenants.isLiving(tx)) {
            return false;
        }
        Budget budget = Tenants.living(tx).policy().budget();
        Instant now = on.clock().instant();
        // Of the row's own window, which may be over, or may not have begun by this node's clock.
        for (Unit unit : Unit.values()) {
            if (unit.isPerWindow()) {
                tell(tx, unit, budget, now);
            }
        }
        return true;
    }

    /** Also of a mark that was passed together with a higher one. */
    private static void tell(Tx tx, Unit unit, Budget budget, Instant now) {
        LedgerRow row = tx.row();
        int reached = Marks.reached(row.taken(unit), budget.of(unit));
        int before = MarkStore.told(tx, unit, row.windowStart());
        List<Integer> marks = Marks.ALL.stream()
                .filter(percent -> percent > before && percent <= reached)
                .toList();
        if (marks.isEmpty()) {
            return;
        }
        MarkStore.tell(tx, unit, row.windowStart(), reached);
        marks.forEach(percent -> Events.raise(tx, now, event(row, unit, percent, budget)));
    }

    private static Event event(LedgerRow row, Unit unit, int percent, Budget budget) {
        Map<String, Object> data = new HashMap<>(Map.of(
                "unit", unit.name().toLowerCase(Locale.ROOT),
                "percent", percent,
                "used", row.used().of(unit),
                "limit", budget.of(unit),
                "window_start", row.windowStart().toString(),
                "window_end",
                        budget.windowAt(row.windowStart()).plus(budget.window()).toString()));
        if (unit.isHeld()) {
            data.put("reserved", row.held().of(unit));
        }
        return Event.of(EventType.USAGE_THRESHOLD, null, data);
    }

    @Override
    public void close() {
        due.close();
    }
}
