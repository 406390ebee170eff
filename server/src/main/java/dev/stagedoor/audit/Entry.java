package dev.stagedoor.audit;

import dev.stagedoor.kernel.TenantId;

/**
 * An entry in its place: whose chain, the how-manieth (from 1), what it says, and the hashes that bind it. The hashes are
 * 32 bytes each and are not to be written to.
 */
public record Entry(TenantId tenant, long seq, Draft draft, byte[] prevHash, byte[] hash) {}
