// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Whose a LiveKit key is, and notices for the other nodes. */
final class RoomEventStore {
    private RoomEventStore() {}

    /**
     * The tenants that have a usable version with that API key, the first to have one first. A key id is public, so anybody
     * may claim it: the signature decides.
     */
    static List<TenantId> tenantsWith(Handle directory, String apiKey, int most) {
        return directory
                .createQuery("SELECT tenant_id FROM directory_livekit_keys(:key, :most)")
                .bind("key", apiKey)
                .bind("most", most)
                .map((rs, ctx) -> new TenantId(rs.getString("tenant_id")))
                .list();
    }

    /** Tells every node, this one too, when the transaction has been committed. */
    static long tell(Tx tx, String channel, Collection<String> notices) {
        return tx.query("""
                SELECT count(pg_notify(:channel, notice)) FROM unnest(:notices) AS each (notice)
                 WHERE current_tenant() = :tenant
                """)
                .bind("channel", channel)
                .bindArray("notices", String.class, notices.toArray())
                .mapTo(Long.class)
                .one();
    }
}
