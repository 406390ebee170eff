// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.lane.Chain;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.LogContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction that changes a tenant: its ledger row is locked, and entries appended here commit with the change or
 * not at all. A change without an entry is rejected.
 */
public final class ChangeTx {
    private final Tx tx;
    private final Instant now;
    private final List<Costed> drafts = new ArrayList<>();
    private boolean epochRaised;

    record Costed(Draft draft, Cost cost, Budget budget) {}

    ChangeTx(Tx tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    /** The transaction, for stores. */
    public Tx tx() {
        return tx;
    }

    /** The time of the change: one for all it writes. */
    public Instant now() {
        return now;
    }

    /** Appends an entry to the tenant's chain. */
    public void append(Draft draft) {
        append(draft, Cost.NONE, Budget.UNLIMITED);
    }

    /** Appends an entry and charges its cost to the budget; an exhausted budget rolls back the whole change. */
    public void append(Draft draft, Cost cost, Budget budget) {
        drafts.add(new Costed(draft, cost, budget));
        LogContext.about(draft.target());
    }

    /**
     * Charges nothing, and refuses the change if the budget has no room for that cost now.
     *
     * @throws dev.stagedoor.kernel.Problem {@code budget_exhausted}, {@code concurrency_exhausted}
     */
    public void require(Draft draft, Cost cost, Budget budget) {
        new Chain(tx).append(draft, cost, budget);
    }

    /**
     * Declares that the change can revoke something or alter what a grant says (docs/decisions/0003-ledger.md).
     * Snapshots older than this commit then prove nothing.
     */
    public void raiseEpoch() {
        epochRaised = true;
    }

    /** The entries judged against the locked row, in chain order; at least one. */
    Chain judged() {
        if (drafts.isEmpty()) {
            throw new IllegalStateException("a change of " + tx.tenant() + " without an audit entry");
        }
        Chain chain = new Chain(tx);
        for (Costed each : drafts) {
            chain.append(each.draft, each.cost, each.budget);
        }
        return chain;
    }

    boolean epochRaised() {
        return epochRaised;
    }
}
