// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code session_hosts}, and the directory function on it. */
final class HostStore {
    private HostStore() {}

    static Map<String, TenantId> owners(Handle directory, List<String> names) {
        Map<String, TenantId> owners = new HashMap<>();
        directory
                .createQuery("SELECT name, tenant_id FROM directory_hosts(:names)")
                .bind("names", names.toArray(String[]::new))
                .map((rs, ctx) -> Map.entry(rs.getString("name"), new TenantId(rs.getString("tenant_id"))))
                .forEach(each -> owners.put(each.getKey(), each.getValue()));
        return owners;
    }

    static Optional<Host> find(Tx tx, String name) {
        return tx.query("SELECT name, created_at FROM session_hosts WHERE tenant_id = :tenant AND name = :name")
                .bind("name", name)
                .mapTo(Host.class)
                .findOne();
    }

    static Page<Host> page(Tx tx, Page.Request page) {
        List<Host> rows = tx.query("""
                        SELECT name, created_at FROM session_hosts
                         WHERE tenant_id = :tenant AND name > :after ORDER BY name LIMIT :rows
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(Host.class)
                .list();
        return Page.of(rows, page.limit(), Host::name);
    }

    static long count(Tx tx) {
        return tx.query("SELECT count(*) FROM session_hosts WHERE tenant_id = :tenant")
                .mapTo(Long.class)
                .one();
    }

    /** Whether the name was nobody's. */
    static boolean insert(Tx tx, Host host) {
        return tx.update("""
                                INSERT INTO session_hosts (tenant_id, name, created_at)
                                VALUES (:tenant, :name, :createdAt) ON CONFLICT (name) DO NOTHING
                                """, host).execute() == 1;
    }

    static boolean delete(Tx tx, String name) {
        return tx.update("DELETE FROM session_hosts WHERE tenant_id = :tenant AND name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM session_hosts WHERE tenant_id = :tenant").execute();
    }
}
