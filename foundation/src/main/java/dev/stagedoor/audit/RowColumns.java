package dev.stagedoor.audit;

import dev.stagedoor.db.LedgerRow;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Ledger rows as the arrays that one UPDATE takes: a column each, filled by index. */
final class RowColumns {
    private final String[] tenantId;
    private final long[] seq;
    private final byte[][] hash;
    private final long[] windowStart;
    private final long[] tokens;
    private final long[] dispatches;
    private final long[] used;
    private final long[] reserved;
    private final int[] calls;
    private final long[] lastExpiry;

    RowColumns(int rows) {
        tenantId = new String[rows];
        seq = new long[rows];
        hash = new byte[rows][];
        windowStart = new long[rows];
        tokens = new long[rows];
        dispatches = new long[rows];
        used = new long[rows];
        reserved = new long[rows];
        calls = new int[rows];
        lastExpiry = new long[rows];
    }

    void set(int i, Chain chain) {
        LedgerRow row = chain.row();
        tenantId[i] = chain.tenant().value();
        seq[i] = row.seq();
        hash[i] = row.hash().bytes();
        windowStart[i] = EntryHash.micros(row.windowStart());
        tokens[i] = row.tokensUsed();
        dispatches[i] = row.dispatchesUsed();
        used[i] = row.secondsUsed();
        reserved[i] = row.secondsReserved();
        calls[i] = row.callsOpen();
        lastExpiry[i] = EntryHash.micros(row.lastExpiry());
    }

    /** Binds all columns from parameter {@code at} on; returns the number of the next parameter. */
    int bind(PreparedStatement update, int at) throws SQLException {
        int next = LedgerStore.array(update, at, "text", tenantId);
        next = LedgerStore.array(update, next, "int8", seq);
        next = LedgerStore.array(update, next, "bytea", hash);
        next = LedgerStore.array(update, next, "int8", windowStart);
        next = LedgerStore.array(update, next, "int8", tokens);
        next = LedgerStore.array(update, next, "int8", dispatches);
        next = LedgerStore.array(update, next, "int8", used);
        next = LedgerStore.array(update, next, "int8", reserved);
        next = LedgerStore.array(update, next, "int4", calls);
        return LedgerStore.array(update, next, "int8", lastExpiry);
    }
}
