// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.entrance;

import dev.stagedoor.db.Tx;
import java.time.Instant;

/** The table {@code used_tickets}. */
final class TicketStore {
    private TicketStore() {}

    /** Whether the ticket had not been used; those that have expired are forgotten. */
    static boolean use(Tx tx, String id, Instant expiresAt, Instant now) {
        tx.update("DELETE FROM used_tickets WHERE tenant_id = :tenant AND expires_at < :now")
                .bind("now", now)
                .execute();
        return tx.update("""
                                INSERT INTO used_tickets (tenant_id, ticket_id, expires_at)
                                VALUES (:tenant, :id, :expiresAt) ON CONFLICT DO NOTHING
                                """).bind("id", id).bind("expiresAt", expiresAt).execute() == 1;
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM used_tickets WHERE tenant_id = :tenant").execute();
    }
}
