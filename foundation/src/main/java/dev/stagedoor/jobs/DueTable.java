// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Where a job finds its due rows. The poller's role must be able to read these columns, and an index on
 * {@code (tenant_id, dueAt)}, restricted to {@code open}, must exist. All parts are SQL, never input.
 *
 * @param table the table; its rows have a {@code tenant_id}
 * @param id    the column that identifies a row within its tenant
 * @param dueAt the column, or an expression, with the time from which a row is due
 * @param open  the condition of rows that can be due at all; {@code TRUE} for every row
 */
public record DueTable(String table, String id, String dueAt, String open) {
    /** The first few tenants after that id, in order, that have a row from before that time; as the poller's role. */
    public List<TenantId> tenants(Handle poller, Instant before, String after, int limit) {
        return DueStore.tenants(poller, this, before, after, limit);
    }

    /**
     * The statement with this table's parts in place of {@code {table}}, {@code {id}}, {@code {due}}, {@code {open}}.
     */
    String in(String sql) {
        return sql.replace("{table}", table)
                .replace("{id}", id)
                .replace("{due}", dueAt)
                .replace("{open}", open);
    }
}
