// SPDX-License-Identifier: Apache-2.0
/**
 * LiveKit access tokens for users: narrowed by the tenant's policy, minted with the tenant's own credential, and
 * returned only once their audit entry is durable.
 *
 * <p>Holds T1 (the entry first), T2 (explicit grants, bounded life, never a server's grant), T3 (a refresh verifies,
 * re-checks, copies and never widens), T5 (what a publishable key may ask for), I2 (one credential version), I3 (no
 * fallback) and I6 (the room's prefix).
 */
@NullMarked
package dev.stagedoor.tokens;

import org.jspecify.annotations.NullMarked;
