// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;

/** A row of the table {@code audit_entries}. */
public record StoredEntry(
        TenantId tenantId,
        long seq,
        String entryId,
        Instant at,
        String action,
        String actor,
        String target,
        String requestId,
        String detail,
        Hash prevHash,
        Hash hash) {
    /** The entry that it holds. */
    public Entry entry() {
        Draft draft = new Draft(entryId, at, action, actor, target, requestId, detail);
        return new Entry(tenantId, seq, draft, prevHash, hash);
    }
}
