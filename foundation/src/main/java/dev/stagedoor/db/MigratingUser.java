// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The user that {@code migrate} logs in as. It need not be a superuser, which managed databases do not give: owning the
 * database and CREATEROLE are enough.
 *
 * @param name      its name
 * @param database  the database it is connected to
 * @param isSuperuser whether it is a superuser
 * @param roles     whether it may create roles
 * @param schemas   whether it may create a schema in the database
 * @param owner     who owns Stagedoor's schema, if that is somebody else
 * @param foreign   Stagedoor's roles that it may not change
 */
record MigratingUser(
        String name,
        String database,
        boolean isSuperuser,
        boolean roles,
        boolean schemas,
        @Nullable String owner,
        List<String> foreign) {
    private static final String LOOK = """
        SELECT current_user AS name, current_database() AS database, r.rolsuper, r.rolcreaterole,
               has_database_privilege(current_database(), 'CREATE') AS creates,
               (SELECT n.nspowner::regrole::text FROM pg_namespace n
                 WHERE n.nspname = 'stagedoor' AND NOT pg_has_role(n.nspowner, 'USAGE')) AS owner,
               ARRAY(SELECT s.rolname::text FROM pg_roles s
                      WHERE s.rolname = ANY (:roles) AND NOT pg_has_role(s.oid, 'MEMBER WITH ADMIN OPTION')
                      ORDER BY 1) AS foreign_roles
          FROM pg_roles r WHERE r.rolname = current_user
        """;

    /** The user of that connection. */
    static MigratingUser of(Handle handle, List<String> roles) {
        return handle.createQuery(LOOK)
                .bindArray("roles", String.class, roles)
                .map((row, context) -> new MigratingUser(
                        row.getString("name"),
                        row.getString("database"),
                        row.getBoolean("rolsuper"),
                        row.getBoolean("rolcreaterole"),
                        row.getBoolean("creates"),
                        row.getString("owner"),
                        List.of((String[]) row.getArray("foreign_roles").getArray())))
                .one();
    }

    /** Requires every right that a migration needs; what is missing is said at once. */
    void require() {
        List<String> missing = new ArrayList<>();
        if (!isSuperuser && !roles) {
            missing.add("may not create roles (ALTER ROLE " + name + " CREATEROLE)");
        }
        if (!schemas) {
            missing.add("may not create a schema (GRANT CREATE ON DATABASE " + database + " TO " + name + ")");
        }
        if (owner != null) {
            missing.add("does not own the schema stagedoor (migrate as " + owner + ")");
        }
        if (!foreign.isEmpty()) {
            String these = String.join(", ", foreign);
            missing.add("may not change " + these + " (GRANT " + these + " TO " + name + " WITH ADMIN OPTION)");
        }
        if (!missing.isEmpty()) {
            throw new DatabaseRefused(
                    "The user " + name + ' ' + String.join("; it ", missing) + ". Nothing was changed.");
        }
    }

    /**
     * Lets it do to Stagedoor's objects what an owner does: give functions to the definer, and write the platform's first
     * row, which forced row-level security otherwise hides from their owner. A superuser needs none of this.
     */
    void join(Handle handle, String definer, String lane) {
        if (!isSuperuser) {
            handle.execute("GRANT " + definer + " TO CURRENT_USER WITH INHERIT TRUE, SET TRUE");
            handle.execute("GRANT " + lane + " TO CURRENT_USER WITH INHERIT TRUE, SET FALSE");
        }
    }

    /** Whether there is a role of that name. */
    static boolean exists(Handle handle, String role) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :role)")
                .bindMap(Map.of("role", role))
                .mapTo(Boolean.class)
                .one();
    }
}
