// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;

/**
 * Who is kept out of which rooms.
 *
 * @param room    by its name on the wire; empty unless it is of a room or of a participant
 * @param subject the user's id, the participant's identity, or the server that the room is on; empty for a whole tenant
 * @param until   when the last token that would admit them has expired
 * @param since   the position in the tenant's chain at which the eviction began
 * @param walked  the position down to which the chain was searched for rooms; 0 to begin at its head
 */
record Eviction(Ref ref, Kind kind, String room, String subject, Instant until, long since, long walked) {

    /** What is evicted. */
    enum Kind {
        /** Everyone; the tenant's rooms are deleted. */
        TENANT("tenant"),
        /** One user, from all rooms. */
        USER("user"),
        /** Everyone, from one room. */
        ROOM("room"),
        /** One participant, from one room. */
        PARTICIPANT("participant");

        private final String stored;

        Kind(String stored) {
            this.stored = stored;
        }

        /** The value in the table. */
        String stored() {
            return stored;
        }
    }

    /** The key of an eviction: what is known before its tenant's transaction begins. */
    record Ref(TenantId tenant, String id) {}
}
