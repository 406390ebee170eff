// SPDX-License-Identifier: Apache-2.0
/**
 * Tenants: their names, policies and status, and which of their users are revoked.
 *
 * <p>Holds I4 (other tenants learn nothing), I6 (room names carry the tenant's prefix), the base of T4 (suspending,
 * revoking and policy changes raise the epoch in their own commit) and T2's bounds: a policy only narrows.
 */
@NullMarked
package dev.stagedoor.tenants;

import org.jspecify.annotations.NullMarked;
