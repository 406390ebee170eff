package dev.stagedoor.tenants;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;

/**
 * Somebody who is to be kept out of rooms.
 *
 * @param room    the room on the wire, for a participant; else empty
 * @param subject the user's id or the participant's identity; empty for a whole tenant
 * @param until   when the last token that would let him in has ended
 * @param since   the place in the tenant's chain after which it was written
 */
public record Eviction(Ref ref, Kind kind, String room, String subject, Instant until, long since) {

    /** Whom it keeps out. */
    public enum Kind {
        /** Everyone; the tenant's rooms are deleted. */
        TENANT,
        /** One user, from all rooms. */
        USER,
        /** One participant, from one room. */
        PARTICIPANT
    }

    /** Whose eviction, and which: all that is known before its tenant is entered. */
    public record Ref(TenantId tenant, String id) {}
}
