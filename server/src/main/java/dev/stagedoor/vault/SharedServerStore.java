package dev.stagedoor.vault;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SQL of shared servers: rows of the platform, of which a tenant's transaction learns yes or no. */
final class SharedServerStore {
    private SharedServerStore() {}

    /** Until the transaction ends, nobody marks or unmarks the server. */
    static void holdMark(Tx tx, String url) {
        tx.handle()
                .createQuery("SELECT pg_advisory_xact_lock_shared(hashtextextended('stagedoor server ' || :url, 0))")
                .bind("url", url)
                .mapTo(String.class)
                .one();
    }

    /** Until the transaction ends, nobody puts a credential for the server. */
    static void holdUse(Tx tx, String url) {
        tx.handle()
                .createQuery("SELECT pg_advisory_xact_lock(hashtextextended('stagedoor server ' || :url, 0))")
                .bind("url", url)
                .mapTo(String.class)
                .one();
    }

    static boolean isShared(Tx tx, String url) {
        return tx.handle()
                .createQuery("SELECT server_is_shared(:url)")
                .bind("url", url)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether every tenant on the server would be alone on it if it were not shared. */
    static boolean canBeUnshared(Tx platform, String url, Fingerprint claim) {
        return platform.handle()
                .createQuery("SELECT tenants <= CASE WHEN claimed THEN 1 ELSE 0 END FROM server_use(:url, :claim)")
                .bind("url", url)
                .bind("claim", claim.bytes())
                .mapTo(Boolean.class)
                .one();
    }

    static void put(Tx platform, SharedServer server) {
        platform.handle()
                .createUpdate("""
                        INSERT INTO shared_servers (tenant_id, server_url, note, created_at)
                        VALUES (:tenant, :url, :note, :now)
                        ON CONFLICT (tenant_id, server_url) DO UPDATE SET note = excluded.note
                        """)
                .bind("tenant", platform.tenant().value())
                .bind("url", server.serverUrl())
                .bind("note", server.note())
                .bind("now", server.createdAt())
                .execute();
    }

    static boolean delete(Tx platform, String url) {
        return platform.handle()
                        .createUpdate("DELETE FROM shared_servers WHERE tenant_id = :tenant AND server_url = :url")
                        .bind("tenant", platform.tenant().value())
                        .bind("url", url)
                        .execute()
                == 1;
    }

    static Page<SharedServer> list(Tx platform, Page.Request page) {
        @Nullable String after = page.after();
        List<SharedServer> rows = platform.handle()
                .createQuery("""
                        SELECT server_url, note, created_at FROM shared_servers
                         WHERE tenant_id = :tenant AND server_url > :after
                         ORDER BY server_url
                         LIMIT :limit
                        """)
                .bind("tenant", platform.tenant().value())
                .bind("after", after == null ? "" : after)
                .bind("limit", page.limit() + 1)
                .map((rs, ctx) -> new SharedServer(
                        rs.getString("server_url"),
                        rs.getString("note"),
                        rs.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
        return Page.of(rows, page.limit(), SharedServer::serverUrl);
    }
}
