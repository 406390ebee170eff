// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.http.Route;
import java.util.List;

/** The audit log's reading side: the trail and its routes. The ledger is created before any feature. */
public record AuditModule(AuditTrail trail, List<Route<?>> routes) {
    /** The audit log that the ledger writes. */
    public static AuditModule of(Ledger ledger) {
        AuditTrail trail = new AuditTrail(ledger);
        return new AuditModule(trail, new AuditRoutes(trail).routes());
    }
}
