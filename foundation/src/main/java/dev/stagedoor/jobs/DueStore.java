// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The SQL of due rows, as the role that can read only ids and times. */
final class DueStore {
    /**
     * Steps from tenant to tenant through the index, so that the cost of a look does not grow with one tenant's
     * backlog.
     */
    private static final String ROUND = """
        WITH RECURSIVE tenant (id) AS (
            (SELECT tenant_id FROM {table} WHERE {open} ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT r.tenant_id FROM {table} r
                     WHERE ({open}) AND r.tenant_id > tenant.id ORDER BY r.tenant_id LIMIT 1)
              FROM tenant WHERE tenant.id IS NOT NULL)
        SELECT tenant.id AS tenant_id, due.row_id
          FROM tenant
         CROSS JOIN LATERAL (
               SELECT r.{id} AS row_id, {due} AS due_at, row_number() OVER (ORDER BY {due}) AS turn
                 FROM {table} r
                WHERE r.tenant_id = tenant.id AND ({open}) AND {due} <= :now
                ORDER BY {due} LIMIT :share) due
         WHERE tenant.id <> ALL (:except)
         ORDER BY due.turn, due.due_at
         LIMIT :most
        """;

    /** Steps from tenant to tenant as well. */
    private static final String TENANTS = """
        WITH RECURSIVE tenant (id) AS (
            (SELECT tenant_id FROM {table} WHERE ({open}) AND tenant_id > :after ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT r.tenant_id FROM {table} r
                     WHERE ({open}) AND r.tenant_id > tenant.id ORDER BY r.tenant_id LIMIT 1)
              FROM tenant WHERE tenant.id IS NOT NULL)
        SELECT tenant.id FROM tenant
         WHERE EXISTS (SELECT FROM {table} r WHERE r.tenant_id = tenant.id AND ({open}) AND {due} < :before)
         LIMIT :limit
        """;

    private static final String BACKLOG = """
        SELECT count(*) AS rows, min(due_at) AS oldest
          FROM (SELECT {due} AS due_at FROM {table} r
                 WHERE ({open}) AND {due} <= :now ORDER BY {due} LIMIT :most) due
        """;

    private DueStore() {}

    /**
     * At most {@code share} rows of each tenant and {@code most} in all: every tenant's first row before any second.
     */
    static List<DueRows.Row> round(
            Handle poller, DueTable table, Instant now, Set<TenantId> except, int share, int most) {
        return poller.createQuery(table.in(ROUND))
                .bind("now", now)
                .bindArray(
                        "except",
                        String.class,
                        except.stream().map(TenantId::value).toArray())
                .bind("share", share)
                .bind("most", most)
                .map((rs, ctx) -> new DueRows.Row(new TenantId(rs.getString("tenant_id")), rs.getString("row_id")))
                .list();
    }

    static List<TenantId> tenants(Handle poller, DueTable table, Instant before, String after, int limit) {
        return poller.createQuery(table.in(TENANTS))
                .bind("before", before)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(TenantId.class)
                .list();
    }

    static DueSource.Backlog backlog(Handle poller, DueTable table, Instant now, int most) {
        return poller.createQuery(table.in(BACKLOG))
                .bind("now", now)
                .bind("most", most)
                .map((rs, ctx) -> new DueSource.Backlog(
                        rs.getLong("rows"),
                        Optional.ofNullable(rs.getObject("oldest", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                                .orElse(null)))
                .one();
    }
}
