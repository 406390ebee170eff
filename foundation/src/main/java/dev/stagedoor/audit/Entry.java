package dev.stagedoor.audit;

import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;

/**
 * An entry in its place: whose chain, the how-manieth (from 1), what it says, and the hashes that bind it.
 */
public record Entry(TenantId tenant, long seq, Draft draft, Hash prevHash, Hash hash) {}
