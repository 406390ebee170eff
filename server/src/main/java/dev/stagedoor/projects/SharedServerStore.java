// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of shared servers: rows of the platform. A tenant's transaction only learns whether a server is shared. */
final class SharedServerStore {
    private SharedServerStore() {}

    /** A row of the table {@code shared_servers}. */
    private record StoredSharedServer(
            String serverUrl, @Nullable String note, Instant createdAt) {
        SharedServer read() {
            return new SharedServer(serverUrl, note, createdAt);
        }
    }

    /** Until the transaction ends, the server cannot be marked or unmarked. */
    static void holdMark(Tx tx, String url) {
        lock(tx, "pg_advisory_xact_lock_shared", url);
    }

    /** Until the transaction ends, no credential can be put for the server. */
    static void holdUse(Tx tx, String url) {
        lock(tx, "pg_advisory_xact_lock", url);
    }

    private static void lock(Tx tx, String function, String url) {
        tx.query("SELECT " + function + "(hashtextextended('stagedoor server ' || :url, 0))"
                        + " WHERE current_tenant() = :tenant")
                .bind("url", url)
                .mapTo(String.class)
                .one();
    }

    static boolean isShared(Tx tx, String url) {
        return tx.query("SELECT server_is_shared(:url) WHERE current_tenant() = :tenant")
                .bind("url", url)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether at most one tenant uses the server, so that it need not be shared. */
    static boolean canBeUnshared(Tx platform, String url, Fingerprint claim) {
        return platform.query("""
                        SELECT tenants <= CASE WHEN claimed THEN 1 ELSE 0 END FROM server_use(:url, :claim)
                         WHERE current_tenant() = :tenant
                        """)
                .bind("url", url)
                .bind("claim", claim.bytes())
                .mapTo(Boolean.class)
                .one();
    }

    static void put(Tx platform, SharedServer server) {
        platform.update("""
                        INSERT INTO shared_servers (tenant_id, server_url, note, created_at)
                        VALUES (:tenant, :url, :note, :now)
                        ON CONFLICT (tenant_id, server_url) DO UPDATE SET note = excluded.note
                        """)
                .bind("url", server.serverUrl())
                .bind("note", server.note())
                .bind("now", server.createdAt())
                .execute();
    }

    static boolean delete(Tx platform, String url) {
        return platform.update("DELETE FROM shared_servers WHERE tenant_id = :tenant AND server_url = :url")
                        .bind("url", url)
                        .execute()
                == 1;
    }

    static Page<SharedServer> list(Tx platform, Page.Request page) {
        @Nullable String after = page.after();
        List<StoredSharedServer> rows = platform.query("""
                        SELECT server_url, note, created_at FROM shared_servers
                         WHERE tenant_id = :tenant AND server_url > :after
                         ORDER BY server_url
                         LIMIT :limit
                        """)
                .bind("after", after == null ? "" : after)
                .bind("limit", page.limit() + 1)
                .mapTo(StoredSharedServer.class)
                .list();
        return Page.of(rows, page.limit(), StoredSharedServer::serverUrl).map(StoredSharedServer::read);
    }
}
