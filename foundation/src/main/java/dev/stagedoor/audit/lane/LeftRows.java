// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.kernel.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tenants' ledger rows as this node's lanes left them, the latest used of them: a guess, which other nodes' changes prove wrong.
 * Thread-safe.
 */
final class LeftRows {
    private static final int MOST = 4_096;

    private final Map<TenantId, LedgerRow> rows = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TenantId, LedgerRow> eldest) {
            return size() > MOST;
        }
    };

    /** How its row was left; null if that is not known. */
    synchronized @Nullable LedgerRow of(TenantId tenant) {
        return rows.get(tenant);
    }

    /** The chain was committed. */
    synchronized void put(Chain chain) {
        rows.put(chain.tenant(), chain.row());
    }

    /** It is no longer known, as after a change. */
    synchronized void forget(TenantId tenant) {
        rows.remove(tenant);
    }
}
