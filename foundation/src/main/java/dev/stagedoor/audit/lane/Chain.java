// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.audit.entry.Marks;
import dev.stagedoor.db.Hash;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tenant's chain while its row is locked: judges, numbers and hashes entries, and tracks the resulting row. */
public final class Chain {
    private final TenantId tenant;
    private final EntryHash hash;
    private final List<Entry> entries = new ArrayList<>();
    private LedgerRow row;
    private @Nullable Instant crossed;

    /** The chain of the transaction's tenant, whose row is locked. */
    public Chain(Tx tx) {
        this(tx.tenant(), tx.row(), new EntryHash());
    }

    Chain(TenantId tenant, LedgerRow locked, EntryHash hash) {
        this.tenant = tenant;
        this.row = locked;
        this.hash = hash;
    }

    /**
     * Appends the entry, or refuses it and stays unchanged.
     *
     * @throws Problem {@code budget_exhausted}, {@code concurrency_exhausted}
     */
    public void append(Draft draft, Cost cost, Budget budget) {
        LedgerRow paid = Judge.judge(row, cost, budget, draft.at());
        long seq = row.seq() + 1;
        Hash next = hash.of(row.hash(), tenant, seq, draft);
        entries.add(new Entry(tenant, seq, draft, row.hash(), next));
        if (Marks.crossed(row, paid, budget)) {
            crossed = draft.at();
        }
        row = paid.movedTo(seq, next);
    }

    TenantId tenant() {
        return tenant;
    }

    /** The row to write. */
    LedgerRow row() {
        return row;
    }

    /** When its usage reached another mark of a budget; null if it did not. */
    @Nullable
    Instant crossed() {
        return crossed;
    }

    /** The entries to write, in order. */
    public List<Entry> entries() {
        return entries;
    }

    /** Writes the row and the entries within {@code tx}, and raises the epoch if asked to. */
    public void write(Tx tx, boolean raiseEpoch) throws SQLException {
        LedgerStore.write(tx, this, raiseEpoch);
    }

    /** {@link #write}, and commits, in one round trip. */
    public void commit(Tx tx, boolean raiseEpoch) throws SQLException {
        LedgerStore.commit(tx, this, raiseEpoch);
    }
}
