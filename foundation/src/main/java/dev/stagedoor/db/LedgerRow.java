package dev.stagedoor.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A tenant's ledger row (docs/decisions/0003-ledger.md). */
public record LedgerRow(
        long epoch,
        long seq,
        Hash hash,
        Instant windowStart,
        long tokensUsed,
        long dispatchesUsed,
        long secondsUsed,
        long secondsReserved,
        int callsOpen,
        Instant lastExpiry) {

    /** The row that a query returned under the names of the table's columns. */
    public static LedgerRow of(ResultSet rs) throws SQLException {
        return new LedgerRow(
                rs.getLong("epoch"),
                rs.getLong("seq"),
                Hash.of(rs.getBytes("hash")),
                rs.getObject("window_start", OffsetDateTime.class).toInstant(),
                rs.getLong("tokens_used"),
                rs.getLong("dispatches_used"),
                rs.getLong("seconds_used"),
                rs.getLong("seconds_reserved"),
                rs.getInt("calls_open"),
                rs.getObject("last_expiry", OffsetDateTime.class).toInstant());
    }

    /** The same row with its chain one entry on. */
    public LedgerRow movedTo(long nextSeq, Hash nextHash) {
        return new LedgerRow(
                epoch,
                nextSeq,
                nextHash,
                windowStart,
                tokensUsed,
                dispatchesUsed,
                secondsUsed,
                secondsReserved,
                callsOpen,
                lastExpiry);
    }
}
