// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import java.time.Instant;

/**
 * An end user of a tenant's application.
 *
 * @param id      the tenant's own opaque id
 * @param revoked whether the user's access is revoked
 * @param since   since when; {@link Instant#EPOCH} for a user without a row
 */
public record AppUser(String id, boolean revoked, Instant since) {}
