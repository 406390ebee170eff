// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.kernel.TenantId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The directory's function: whose a LiveKit key is, before the tenant is known. */
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
}
