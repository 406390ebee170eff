// SPDX-License-Identifier: Apache-2.0
/**
 * The vault: tenants' credentials of any kind, sealed, versioned, active after verification, and never shown again. What is
 * particular to a kind, its {@link Kind} says, in a feature above.
 *
 * <p>Holds I1 (what a kind claims belongs to one tenant and never to the platform, by unique keyed fingerprints in
 * the database), I3 (no fallback: missing, rejected and unreachable are three answers), I8 (no probe goes where we may
 * not call) and S1 (plaintext only as {@code Secret}, in snapshots).
 */
@NullMarked
package dev.stagedoor.vault;

import org.jspecify.annotations.NullMarked;
