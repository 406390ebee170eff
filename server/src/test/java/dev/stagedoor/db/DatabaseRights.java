// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Every role's privileges on every table and function of the schema, from PostgreSQL's own catalog, as text. */
final class DatabaseRights {
    private static final String ROLES = """
        SELECT 'role ' || rolname || ': ' || concat_ws(' ',
                 CASE WHEN rolcanlogin THEN 'login' ELSE 'nologin' END,
                 CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
                 CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
                 CASE WHEN rolreplication THEN 'REPLICATION' END,
                 (SELECT 'MEMBER OF ' || string_agg(m.roleid::regrole::text, ', ' ORDER BY 1) FROM pg_auth_members m
                   WHERE m.member = r.oid))
          FROM pg_roles r WHERE rolname LIKE 'PREFIX\\_%' ORDER BY 1\
        """;

    private static final String SCHEMA = """
        SELECT 'schema ' || n.nspname || ': ' || g.grantee || ' '
                 || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type)
          FROM pg_namespace n, aclexplode(n.nspacl) a,
               LATERAL (SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END) g (grantee)
         WHERE n.nspname = 'stagedoor' AND a.grantee <> n.nspowner
         GROUP BY n.nspname, g.grantee ORDER BY 1\
        """;

    private static final String TABLES = """
        SELECT format('%s %s', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence'
                                 ELSE 'relation ' || c.relkind::text END, c.relname)
               || CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN ': row-level security, forced'
                       ELSE ': NO FORCED ROW-LEVEL SECURITY' END,
               (SELECT string_agg(format(E'\\n  policy %s: %s %s USING %s%s', p.policyname, p.roles, p.cmd, p.qual,
                                         ' CHECK ' || p.with_check), '' ORDER BY p.policyname)
                  FROM pg_policies p WHERE p.schemaname = 'stagedoor' AND p.tablename = c.relname),
               (SELECT string_agg(format(E'\\n  %s: %s', grantee, rights), '' ORDER BY grantee)
                  FROM (SELECT grantee, string_agg(privilege, ', ' ORDER BY privilege) AS rights
                          FROM (SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee,
                                       a.privilege_type AS privilege
                                  FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner
                                UNION ALL
                                SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
                                       format('%s (%s)', a.privilege_type, string_agg(t.attname, ', ' ORDER BY t.attnum))
                                  FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid
                                 GROUP BY 1, a.privilege_type) each
                         GROUP BY grantee) all_of_it)
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'stagedoor' AND c.relkind NOT IN ('i', 'I', 'c', 't') AND c.relname <> 'flyway_schema_history'
           AND NOT c.relispartition
         ORDER BY c.relname\
        """;

    private static final String FUNCTIONS = """
        SELECT format('function %s(%s): ', p.proname, pg_get_function_identity_arguments(p.oid))
               || CASE WHEN p.prosecdef THEN 'as its owner ' || p.proowner::regrole::text
                             || COALESCE(' with ' || array_to_string(p.proconfig, ', '), ' WITHOUT search_path')
                       ELSE 'as its caller' END,
               (SELECT E'\\n  execute: ' || string_agg(grantee, ', ' ORDER BY grantee)
                  FROM (SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee
                          FROM aclexplode(COALESCE(p.proacl, acldefault('f', p.proowner))) a
                         WHERE a.grantee <> p.proowner) each)
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname = 'stagedoor' ORDER BY 1\
        """;

    private DatabaseRights() {}

    /** The privileges, one block per table and function, with role names without their prefix. */
    static String of(TestDatabase database) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (String sql : List.of(ROLES, SCHEMA, TABLES, FUNCTIONS)) {
            for (String block : blocks(database, sql.replace("PREFIX", TestDatabase.PREFIX))) {
                text.append(block).append('\n');
            }
            text.append('\n');
        }
        return text.toString().replace(TestDatabase.PREFIX + '_', "").stripTrailing() + '\n';
    }

    private static List<String> blocks(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.asAdmin();
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery(sql)) {
            List<String> blocks = new ArrayList<>();
            while (rs.next()) {
                StringBuilder block = new StringBuilder();
                for (int i = 1; i <= rs.getMetaData().getColumnCount(); i++) {
                    String part = rs.getString(i);
                    block.append(part == null ? "" : part);
                }
                blocks.add(block.toString());
            }
            return blocks;
        }
    }
}
