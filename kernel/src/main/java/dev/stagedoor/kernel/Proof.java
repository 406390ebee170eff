// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

/**
 * The snapshot that a decision rests on: the tenant, and the epoch of its ledger row when the snapshot was read. Every
 * transaction compares it with the row again (docs/decisions/0003-ledger.md); a changed epoch is a {@link StaleEpoch}.
 */
public record Proof(TenantId tenant, long epoch) {}
