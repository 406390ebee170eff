/**
 * Tenants: who they are, what their policy allows, whether they may do anything at all; and which of their users
 * are revoked.
 *
 * <p>Holds I4 (another tenant is told nothing), I6 (room names carry the tenant's prefix), the ground of T4 (suspend,
 * revoke and policy changes raise the epoch in their own commit) and T2's bounds: a policy only narrows.
 */
@NullMarked
package dev.stagedoor.tenants;

import org.jspecify.annotations.NullMarked;
