/**
 * The vault: what a tenant's providers know it by, sealed, versioned, probed before it counts, and never shown again.
 *
 * <p>Holds I1 (each part of a credential is one tenant's alone and never the platform's, by unique keyed fingerprints in
 * the database), I3 (no fallback: missing, rejected and unreachable are three answers), I8 (no probe goes where we may
 * not call) and S1 (plaintext only as {@code Secret}, in snapshots).
 */
@NullMarked
package dev.stagedoor.vault;

import org.jspecify.annotations.NullMarked;
