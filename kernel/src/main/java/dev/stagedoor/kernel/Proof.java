package dev.stagedoor.kernel;

/**
 * The snapshot a judgement rests on: the tenant and the epoch its ledger row had when the snapshot was read. Every
 * transaction compares it with the row again (docs/decisions/0003-ledger.md); a moved epoch is a {@link StaleEpoch}.
 */
public record Proof(TenantId tenant, long epoch) {}
