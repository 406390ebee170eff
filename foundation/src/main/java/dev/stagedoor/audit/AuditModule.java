package dev.stagedoor.audit;

import dev.stagedoor.http.Route;
import java.util.List;

/** The audit, put together: the door for readers and its routes. The ledger itself is made before everything else. */
public record AuditModule(AuditTrail trail, List<Route<?>> routes) {
    /** The trail of what that ledger writes. */
    public static AuditModule of(Ledger ledger) {
        AuditTrail trail = new AuditTrail(ledger);
        return new AuditModule(trail, new AuditRoutes(trail).routes());
    }
}
