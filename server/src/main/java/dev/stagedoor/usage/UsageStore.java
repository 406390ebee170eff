// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;

/** Counts in the tables of calls, dispatches and participants. */
final class UsageStore {
    /** By agent or user: more are not told in one answer. */
    static final int MOST_LINES = 1_000;

    /** No connection lasts longer: a call ends after a day at the latest, and its room is closed. */
    private static final String LONGEST = "interval '49 hours'";

    private static final String SECONDS =
            "extract(epoch FROM least(coalesce(p.left_at, :now), %1$s) - greatest(p.joined_at, %2$s))";

    private UsageStore() {}

    /** One line, as it is counted; what is open counts up to now. */
    record StoredLine(
            @ColumnName("key") @Nullable String key,
            @ColumnName("calls") long calls,
            @ColumnName("dispatches") long dispatches,
            @ColumnName("people") long people,
            @ColumnName("agents") long agents,
            @ColumnName("tokens") @Nullable Long tokens,
            @ColumnName("cost_micros") long costMicros) {}

    /** Tokens whose entries were not counted yet. */
    private static final String TAIL = """
            tail AS MATERIALIZED (
                SELECT at, coalesce(detail::json ->> 'agent', '') AS agent FROM audit_entries
                 WHERE tenant_id = :tenant AND action IN %s
                   AND seq > coalesce((SELECT seq FROM token_counted WHERE tenant_id = :tenant), 0)
                 LIMIT 100000)
            """.formatted(TokenStore.ACTIONS);

    /** A line for each of the days. */
    static List<StoredLine> byDay(Tx tx, Days days, Instant now) {
        List<LocalDate> each = days.each();
        return tx.query("""
                WITH %3$s
                SELECT s.key,
                       (SELECT count(*) FROM calls WHERE tenant_id = :tenant
                           AND created_at >= s.begins AND created_at < s.ends) AS calls,
                       (SELECT count(*) FROM dispatches WHERE tenant_id = :tenant
                           AND created_at >= s.begins AND created_at < s.ends) AS dispatches,
                       (SELECT coalesce(sum(cost_micros), 0)::bigint FROM phone_costs WHERE tenant_id = :tenant
                           AND begun_at >= s.begins AND begun_at < s.ends) AS cost_micros,
                       round(coalesce(t.people, 0))::bigint AS people, round(coalesce(t.agents, 0))::bigint AS agents,
                       (SELECT coalesce(sum(tokens), 0)::bigint FROM token_counts WHERE tenant_id = :tenant
                           AND quarter >= s.begins AND quarter < s.ends)
                           + (SELECT count(*) FROM tail WHERE at >= s.begins AND at < s.ends) AS tokens
                  FROM unnest(:keys, :begins::timestamptz[], :ends::timestamptz[]) AS s (key, begins, ends)
                 CROSS JOIN LATERAL (
                       SELECT sum(%1$s) FILTER (WHERE p.kind <> 'agent') AS people,
                              sum(%1$s) FILTER (WHERE p.kind = 'agent') AS agents
                         FROM participants p
                        WHERE p.tenant_id = :tenant AND p.joined_at < least(s.ends, :now)
                          AND p.joined_at > s.begins - %2$s AND coalesce(p.left_at, :now) > s.begins) AS t
                 ORDER BY s.begins
                """.formatted(SECONDS.formatted("s.ends", "s.begins"), LONGEST, TAIL))
                .bindArray(
                        "keys",
                        String.class,
                        each.stream().map(LocalDate::toString).toArray())
                .bindArray("begins", String.class, times(days, each))
                .bindArray(
                        "ends",
                        String.class,
                        times(days, each.stream().map(day -> day.plusDays(1)).toList()))
                .bind("now", now)
                .mapTo(StoredLine.class)
                .list();
    }

    private static Object[] times(Days days, List<LocalDate> each) {
        return each.stream().map(day -> days.begins(day).toString()).toArray();
    }

    /** A line for each agent, by its slug. */
    static List<StoredLine> byAgent(Tx tx, Days days, Instant now) {
        return byCall(tx, days, now, "c.agent_slug", """
                        UNION ALL
                        SELECT agent_slug, 0, 0, 0.0, 0.0, tokens, 0 FROM token_counts
                         WHERE tenant_id = :tenant AND quarter >= :begins AND quarter < :ends AND agent_slug <> ''
                        UNION ALL
                        SELECT agent, 0, 0, 0.0, 0.0, 1, 0 FROM tail WHERE at >= :begins AND at < :ends AND agent <> ''
                """);
    }

    /** A line for each user whose call it was. */
    static List<StoredLine> byUser(Tx tx, Days days, Instant now) {
        return byCall(tx, days, now, "c.user_id", "");
    }

    private static List<StoredLine> byCall(Tx tx, Days days, Instant now, String key, String tokens) {
        return tx.query("""
                WITH %5$s
                SELECT key, sum(calls)::bigint AS calls, sum(dispatches)::bigint AS dispatches,
                       round(sum(people))::bigint AS people, round(sum(agents))::bigint AS agents,
                       sum(tokens)::bigint AS tokens, sum(cost)::bigint AS cost_micros
                  FROM (SELECT %1$s AS key, 1 AS calls, 0 AS dispatches, 0.0 AS people, 0.0 AS agents,
                               NULL::bigint AS tokens, 0 AS cost
                          FROM calls c
                         WHERE c.tenant_id = :tenant AND c.created_at >= :begins AND c.created_at < :ends
                        UNION ALL
                        SELECT %1$s, 0, 1, 0.0, 0.0, NULL, 0
                          FROM dispatches d JOIN calls c ON c.tenant_id = :tenant AND c.call_id = d.call_id
                         WHERE d.tenant_id = :tenant AND d.created_at >= :begins AND d.created_at < :ends
                        UNION ALL
                        SELECT %1$s, 0, 0, CASE WHEN p.kind <> 'agent' THEN %2$s ELSE 0 END,
                               CASE WHEN p.kind = 'agent' THEN %2$s ELSE 0 END, NULL, 0
                          FROM participants p JOIN calls c ON c.tenant_id = :tenant AND c.call_id = p.call_id
                         WHERE p.tenant_id = :tenant AND p.joined_at < least(:ends, :now)
                           AND p.joined_at > :begins - %3$s AND coalesce(p.left_at, :now) > :begins
                        UNION ALL
                        SELECT %1$s, 0, 0, 0, 0, NULL, p.cost_micros
                          FROM phone_costs p JOIN calls c ON c.tenant_id = :tenant AND c.call_id = p.call_id
                         WHERE p.tenant_id = :tenant AND p.settled_at IS NOT NULL
                           AND p.begun_at >= :begins AND p.begun_at < :ends
                %4$s) AS used
                 GROUP BY key ORDER BY key LIMIT :most
                """.formatted(key, SECONDS.formatted(":ends", ":begins"), LONGEST, tokens, TAIL)
                        .replaceAll(":(begins|ends|now)", ":$1::timestamptz"))
                .bind("begins", days.begins())
                .bind("ends", days.ends())
                .bind("now", now)
                .bind("most", MOST_LINES)
                .mapTo(StoredLine.class)
                .list();
    }
}
