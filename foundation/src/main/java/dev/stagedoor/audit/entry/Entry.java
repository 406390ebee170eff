// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.entry;

import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;

/**
 * An entry in a tenant's chain: its sequence number (from 1), what it says, and the hashes that link it.
 */
public record Entry(TenantId tenant, long seq, Draft draft, Hash prevHash, Hash hash) {}
