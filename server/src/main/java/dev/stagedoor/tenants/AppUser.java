package dev.stagedoor.tenants;

import java.time.Instant;

/**
 * An end user of a tenant's application.
 *
 * @param id      the tenant's own opaque id
 * @param revoked whether the user may not enter any room
 * @param since   when that was said; {@link Instant#EPOCH} for a user nobody said anything about
 */
public record AppUser(String id, boolean revoked, Instant since) {}
