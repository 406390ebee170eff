// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.stream.Collectors;

/**
 * A tenant's ledger row.
 *
 * @param epoch       raised by every change that can revoke something
 * @param seq         the sequence number of the chain's last entry; 0 before the first
 * @param hash        the hash of that entry
 * @param windowStart when the budget's window began
 * @param used        what was used in that window
 * @param held        what is currently held, until released
 * @param lastExpiry  when the tenant's last token expires
 */
public record LedgerRow(
        long epoch, long seq, Hash hash, Instant windowStart, Usage used, Usage held, Instant lastExpiry) {
    /** The columns that {@link #of} reads. Listed explicitly, so a column added later changes no statement's result. */
    public static final String COLUMNS = "epoch, seq, hash, window_start, last_expiry, "
            + Unit.columns().stream().map(Unit.Column::name).collect(Collectors.joining(", "));

    /** The row that a query of {@link #COLUMNS} returned. */
    public static LedgerRow of(ResultSet rs) throws SQLException {
        Usage used = Usage.NONE;
        Usage held = Usage.NONE;
        for (Unit.Column column : Unit.columns()) {
            long amount = rs.getLong(column.name());
            if (column.held()) {
                held = held.with(column.unit(), amount);
            } else {
                used = used.with(column.unit(), amount);
            }
        }
        return new LedgerRow(
                rs.getLong("epoch"),
                rs.getLong("seq"),
                Hash.of(rs.getBytes("hash")),
                rs.getObject("window_start", OffsetDateTime.class).toInstant(),
                used,
                held,
                rs.getObject("last_expiry", OffsetDateTime.class).toInstant());
    }

    /** The value of that column. */
    public long amount(Unit.Column column) {
        return (column.held() ? held : used).of(column.unit());
    }

    /** What a unit has taken of its budget: used in the window, and held. */
    public long taken(Unit unit) {
        return used.of(unit) + held.of(unit);
    }

    /** The same row with its chain advanced by one entry. */
    public LedgerRow movedTo(long nextSeq, Hash nextHash) {
        return new LedgerRow(epoch, nextSeq, nextHash, windowStart, used, held, lastExpiry);
    }

    /** The same row in a window that begins at {@code start}, with nothing used yet. */
    public LedgerRow inWindow(Instant start) {
        return new LedgerRow(epoch, seq, hash, start, Usage.NONE, held, lastExpiry);
    }
}
