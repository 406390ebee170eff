// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.db.Database;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a job finds what is due: a table or, in simulations, memory. */
public interface DueSource {
    /**
     * At most {@code most} due rows, of all tenants but {@code except}: a share of each, every tenant's first row before
     * any second, and of each tenant the longest due first.
     */
    List<DueRows.Row> round(Instant now, Set<TenantId> except, int most);

    /** How many rows are due, counted up to a bound, and since when the oldest is; null if there are none. */
    record Backlog(long rows, @Nullable Instant oldest) {
        static final Backlog NONE = new Backlog(0, null);
    }

    /** The backlog of all tenants. */
    Backlog backlog(Instant now);

    /** The due rows of that table. */
    static DueSource of(DueTable table, Database database) {
        return new DueSource() {
            @Override
            public List<DueRows.Row> round(Instant now, Set<TenantId> except, int most) {
                return database.poll(handle -> DueStore.round(handle, table, now, except, DueRows.SHARE, most));
            }

            @Override
            public Backlog backlog(Instant now) {
                return database.poll(handle -> DueStore.backlog(handle, table, now, DueRows.COUNTED));
            }
        };
    }
}
