// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.retention;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.TenantPages;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Deletes what is kept no longer, in short transactions: a round gives every tenant a turn of one batch of each kind, so that
 * none waits for another's backlog (I7). On several nodes, each tenant's batch is one node's.
 */
public final class Retention {
    private static final Principal.SystemJob BY = new Principal.SystemJob("retention", "retention");
    private static final int TENANTS = 100;

    /** In one batch. */
    static final int ROWS = 1000;

    private final Foundation on;
    private final List<Retained> kept;
    private final Map<Retained.Kind, Counter> deleted = new EnumMap<>(Retained.Kind.class);

    Retention(Foundation on, List<Retained> kept) {
        this.on = on;
        this.kept = List.copyOf(kept);
        kept.forEach(one -> deleted.put(
                one.kind(),
                Counter.builder("stagedoor.retention.deleted")
                        .description("Rows deleted because they were kept no longer")
                        .tag("kind", one.kind().stored())
                        .register(on.meters())));
    }

    /** In a transaction of the tenant: before when some of these kinds may be gone; empty if nothing is. */
    public static Optional<Instant> goneUntil(Tx tx, Collection<Retained.Kind> kinds) {
        return RetentionStore.goneUntil(tx, kinds);
    }

    /** Deletes all that is too old now. */
    public void run() {
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = false;
            for (Retained one : kept) {
                more |= round(one, on.clock().instant().minus(one.age()));
            }
        }
    }

    /** A turn for each tenant; whether one of them may have more. */
    private boolean round(Retained one, Instant before) {
        AtomicBoolean more = new AtomicBoolean();
        String what = "delete old " + one.kind().stored();
        TenantPages.each(what, after -> tenants(one, before, after), tenant -> {
            if (turn(one, tenant, before) >= ROWS) {
                more.set(true);
            }
        });
        return more.get();
    }

    private List<TenantId> tenants(Retained one, Instant before, String after) {
        return one.tenants().before(on.database(), before, after, TENANTS);
    }

    private int turn(Retained one, TenantId tenant, Instant before) {
        int rows = on.ledger().store(BY, tenant, tx -> batch(tx, one, before));
        count(one, rows);
        return rows;
    }

    private static int batch(Tx tx, Retained one, Instant before) {
        if (!RetentionStore.isAlone(tx, one.kind())) {
            return 0;
        }
        int rows = one.deletion().some(tx, before, ROWS);
        if (rows > 0) {
            RetentionStore.mark(tx, one.kind(), before);
        }
        return rows;
    }

    private void count(Retained one, int rows) {
        Counter counter = deleted.get(one.kind());
        if (counter != null) {
            counter.increment(rows);
        }
    }
}
