// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.util.Collection;

/**
 * Rows of many tenants in any table, made from its columns alone, with statistics: the same on every machine, so that the
 * planner's choices are too.
 */
final class ManyRows {
    /** No more than are all looked at for the statistics. */
    private static final int ROWS = 30_000;

    private static final int TENANTS = 300;

    /**
     * Row {@code n} is that of the tenant {@code n % 300}. What is in a unique index differs in each row; anything else has few
     * values, and what may be missing is, in each tenth row. No time is near now.
     */
    private static final String INSERT =
            """
        SELECT format('INSERT INTO {table} (%s) SELECT %s FROM generate_series(1, {rows}) n',
                      string_agg(quote_ident(name), ', ' ORDER BY at), string_agg(value, ', ' ORDER BY at))
          FROM (SELECT a.attnum AS at, a.attname AS name,
                       CASE WHEN a.attname = 'tenant_id' THEN format($$'ten_' || lpad((%s)::text, 26, '0')$$,
                                                                     CASE WHEN k.alone THEN 'n' ELSE 'n % {tenants}' END)
                            WHEN a.attnotnull OR k.among THEN v.value
                            ELSE 'CASE WHEN n / {tenants} % 10 > 0 THEN ' || v.value || ' END' END AS value
                  FROM pg_attribute a
                  JOIN pg_type t ON t.oid = a.atttypid
                 CROSS JOIN LATERAL (SELECT coalesce(bool_or(a.attnum = ANY (i.indkey)), false),
                                            coalesce(bool_or(i.indnkeyatts = 1 AND i.indkey[0] = a.attnum), false)
                                       FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique) k (among, alone)
                 CROSS JOIN LATERAL (SELECT CASE WHEN k.among THEN 'n' ELSE '(n / {tenants} % 20)' END) d (number)
                 CROSS JOIN LATERAL (SELECT CASE t.typname
                       WHEN 'text' THEN $$'x' || $$ || d.number
                       WHEN 'bool' THEN 'n / {tenants} % 2 = 0'
                       WHEN 'timestamptz' THEN $$timestamptz '2020-01-01' + n * interval '1 second'$$
                       WHEN 'date' THEN $$date '2020-01-01' + $$ || d.number
                       WHEN 'interval' THEN $$n * interval '1 second'$$
                       WHEN 'bytea' THEN 'sha256((' || d.number || ')::text::bytea)'
                       ELSE CASE WHEN t.typcategory = 'N' THEN d.number
                                 ELSE format('%L::%s', '{}', t.oid::regtype) END
                       END) v (value)
                 WHERE a.attrelid = '{table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
               ) columns
        """.replace("{rows}", Integer.toString(ROWS)).replace("{tenants}", Integer.toString(TENANTS));

    /** Rows that are made up keep no rules. */
    private static final String UNCHECK = """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', conrelid::regclass, conname)
          FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'c' AND conislocal
        """;

    private ManyRows() {}

    /** Fills those tables. */
    static void in(TestDatabase database, Collection<String> tables) {
        for (String table : tables) {
            database.column(UNCHECK.replace("{table}", table)).forEach(database::admin);
            String insert = database.column(INSERT.replace("{table}", table)).getFirst();
            database.admin("SET session_replication_role = replica; " + insert);
        }
        // Now, and by nobody else later: an index that answers alone is worth more once a table was vacuumed.
        tables.forEach(table -> database.admin("VACUUM ANALYZE " + table));
    }
}
