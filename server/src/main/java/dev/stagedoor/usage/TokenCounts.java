// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.TenantPages;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.util.List;

/**
 * Counts tokens from the audit log, behind their grants: a grant pays nothing for it, and none is missed, since each has its
 * entry. A tenant with many waits for its next turn, so that it keeps nobody waiting (I7).
 */
final class TokenCounts {
    private static final Principal.SystemJob BY = new Principal.SystemJob("token-counts", "token-counts");
    private static final int TENANTS = 100;
    private static final int ENTRIES = 5_000;
    private static final int STEPS = 20;

    private final Foundation on;

    TokenCounts(Foundation on) {
        this.on = on;
    }

    void run() {
        TenantPages.each("count the tokens", this::behind, this::countSome);
    }

    private List<TenantId> behind(String after) {
        return on.database().poll(handle -> TokenStore.behind(handle, after, TENANTS));
    }

    private void countSome(TenantId tenant) {
        int steps = 0;
        while (steps < STEPS && on.ledger().store(BY, tenant, TokenCounts::count) == ENTRIES) {
            steps++;
        }
    }

    /** A tenant may have been deleted before its tokens were counted at all. */
    private static long count(Tx tx) {
        if (!Tenants.isLiving(tx)) {
            TokenStore.close(tx);
            return 0;
        }
        return TokenStore.count(tx, ENTRIES);
    }
}
