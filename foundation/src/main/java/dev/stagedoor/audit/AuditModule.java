// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.db.Database;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import java.time.Duration;
import java.util.List;

/** The audit log's reading side: the trail and its routes. The ledger is created before any feature. */
public record AuditModule(AuditTrail trail, List<Route<?>> routes) {
    private static final Duration EVERY = Duration.ofHours(1);

    /** The audit log that the ledger writes. */
    public static AuditModule of(Ledger ledger) {
        AuditTrail trail = new AuditTrail(ledger);
        return new AuditModule(trail, new AuditRoutes(trail).routes());
    }

    /** Makes the audit's parts months before they are needed. */
    public static Job parts(Database database) {
        return new Job("audit-parts", EVERY, () -> database.poll(AuditStore::partsAhead));
    }
}
