// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Unit;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Ledger rows as arrays for a single UPDATE: one array per column, filled by index. */
final class RowColumns {
    private final String[] tenantId;
    private final long[] seq;
    private final byte[][] hash;
    private final long[] windowStart;
    private final long[] lastExpiry;
    private final long[][] amounts;

    RowColumns(int rows) {
        tenantId = new String[rows];
        seq = new long[rows];
        hash = new byte[rows][];
        windowStart = new long[rows];
        lastExpiry = new long[rows];
        amounts = new long[Unit.columns().size()][rows];
    }

    void set(int i, Chain chain) {
        LedgerRow row = chain.row();
        tenantId[i] = chain.tenant().value();
        seq[i] = row.seq();
        hash[i] = row.hash().bytes();
        windowStart[i] = EntryHash.micros(row.windowStart());
        lastExpiry[i] = EntryHash.micros(row.lastExpiry());
        List<Unit.Column> columns = Unit.columns();
        for (int column = 0; column < amounts.length; column++) {
            amounts[column][i] = row.amount(columns.get(column));
        }
    }

    /** Binds all columns from parameter {@code at} on; returns the number of the next parameter. */
    int bind(PreparedStatement update, int at) throws SQLException {
        int next = LedgerStore.array(update, at, "text", tenantId);
        next = LedgerStore.array(update, next, "int8", seq);
        next = LedgerStore.array(update, next, "bytea", hash);
        next = LedgerStore.array(update, next, "int8", windowStart);
        next = LedgerStore.array(update, next, "int8", lastExpiry);
        for (long[] column : amounts) {
            next = LedgerStore.array(update, next, "int8", column);
        }
        return next;
    }
}
