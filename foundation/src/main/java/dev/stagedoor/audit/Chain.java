package dev.stagedoor.audit;

import dev.stagedoor.db.Hash;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;

/** One tenant's chain while its row is locked: judges entries, numbers and hashes them, and knows the row they lead to. */
final class Chain {
    private final TenantId tenant;
    private final EntryHash hash;
    private final List<Entry> entries = new ArrayList<>();
    private LedgerRow row;

    Chain(TenantId tenant, LedgerRow locked, EntryHash hash) {
        this.tenant = tenant;
        this.row = locked;
        this.hash = hash;
    }

    /** Takes the entry up, or refuses it and stays as it was ({@link Judge#judge}). */
    void append(Draft draft, Cost cost, Budget budget) {
        LedgerRow paid = Judge.judge(row, cost, budget, draft.at());
        long seq = row.seq() + 1;
        Hash next = hash.of(row.hash(), tenant, seq, draft);
        entries.add(new Entry(tenant, seq, draft, row.hash(), next));
        row = paid.movedTo(seq, next);
    }

    TenantId tenant() {
        return tenant;
    }

    /** The row as it is to be written. */
    LedgerRow row() {
        return row;
    }

    /** The entries to be written, in order. */
    List<Entry> entries() {
        return entries;
    }
}
