// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes events and deliveries that are older than they are kept, in short transactions. */
final class PurgeJob {
    private static final Logger LOG = LoggerFactory.getLogger(PurgeJob.class);
    private static final Principal.SystemJob BY = new Principal.SystemJob("purge", "purge");
    private static final int TENANTS = 100;
    private static final int ROWS = 1000;

    private final Foundation on;
    private final Duration retention;

    PurgeJob(Foundation on, Duration retention) {
        this.on = on;
        this.retention = retention;
    }

    /** Deletes what is too old now; a tenant's that cannot be deleted now keeps no other's (I7). */
    void run() {
        Instant before = on.clock().instant().minus(retention);
        List<TenantId> tenants = tenants(before, "");
        while (!tenants.isEmpty()) {
            tenants.forEach(tenant -> tryPurge(tenant, before));
            tenants = tenants(before, tenants.getLast().value());
        }
    }

    private List<TenantId> tenants(Instant before, String after) {
        return on.database().poll(handle -> EventStore.tenantsBefore(handle, before, after, TENANTS));
    }

    private void tryPurge(TenantId tenant, Instant before) {
        try {
            // A delivery is never without its event.
            repeat(tenant, tx -> DeliveryStore.purge(tx, before, ROWS));
            repeat(tenant, tx -> EventStore.purge(tx, before, ROWS));
        } catch (RuntimeException failed) {
            LOG.warn("could not delete the old events of {}; it will be tried again", tenant, failed);
        }
    }

    private void repeat(TenantId tenant, ToIntFunction<Tx> step) {
        int deleted;
        do {
            deleted = on.ledger().store(BY, tenant, step::applyAsInt);
        } while (deleted == ROWS);
    }
}
