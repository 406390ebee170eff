// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.crypto.WrappedKey;
import dev.stagedoor.kernel.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The SQL of {@code doctor}, over a connection of one of the server's roles. It reads settings and the catalogue, which
 * every role may.
 */
final class DoctorStore {
    private static final String IS_MORE = """
        SELECT o.rolname = current_user AS itself, o.rolname, o.rolsuper, o.rolbypassrls,
               EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = 'stagedoor' AND n.nspowner = o.oid)
               OR EXISTS (SELECT FROM pg_class c
                           WHERE c.relnamespace = to_regnamespace('stagedoor') AND c.relowner = o.oid)
               OR EXISTS (SELECT FROM pg_proc p
                           WHERE p.pronamespace = to_regnamespace('stagedoor') AND p.proowner = o.oid) AS owns
          FROM pg_roles o
         WHERE pg_has_role(current_user, o.oid, 'MEMBER')
         ORDER BY 1 DESC, 2
        """;

    private static final String UNGUARDED = """
        SELECT c.relname FROM pg_class c
         WHERE c.relnamespace = to_regnamespace('stagedoor') AND c.relkind IN ('r', 'p')
           AND c.relname <> 'flyway_schema_history' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
         ORDER BY 1
        """;

    private final Connection connection;

    DoctorStore(Connection connection) {
        this.connection = connection;
    }

    /** A setting of this role: {@code on}. */
    String setting(String name) throws SQLException {
        return text("SELECT current_setting('" + name + "')");
    }

    /** What the role is but must not be; empty if it is only a login. */
    List<String> isMore() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IS_MORE)) {
            while (row.next()) {
                boolean itself = row.getBoolean("itself");
                String as = itself ? "" : "is a member of " + row.getString("rolname") + ", which ";
                // A superuser is a member of everything: report it once.
                if (row.getBoolean("rolsuper")) {
                    return List.of(as + "is a superuser");
                }
                if (row.getBoolean("rolbypassrls")) {
                    found.add(as + "has BYPASSRLS");
                }
                if (row.getBoolean("owns")) {
                    found.add(as + "owns objects of Stagedoor");
                }
            }
        }
        return found;
    }

    /** Whether the platform's own row can be read, as every request reads a tenant's. */
    boolean opensPlatform() throws SQLException {
        return text("SELECT count(*) FROM open_tenant('ten_platform', false)").equals("1");
    }

    /** A data key, with its tenant, for each master key that wraps any; for the directory role. */
    Map<TenantId, WrappedKey> masterKeysInUse() throws SQLException {
        Map<TenantId, WrappedKey> samples = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM directory_master_keys()")) {
            while (row.next()) {
                samples.put(
                        new TenantId(row.getString("tenant_id")),
                        WrappedKey.of(row.getBytes("wrapped"), row.getString("kek_id")));
            }
        }
        return samples;
    }

    /** The tables that row-level security does not protect. */
    List<String> unguarded() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(UNGUARDED)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    /** The database's time. */
    Instant now() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
