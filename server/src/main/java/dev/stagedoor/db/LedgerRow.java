package dev.stagedoor.db;

import java.time.Instant;

/** A tenant's ledger row, as the statement that opened the transaction found it (6-hot-paths §1). */
public record LedgerRow(
        long epoch,
        long seq,
        byte[] hash,
        Instant windowStart,
        long tokensUsed,
        long dispatchesUsed,
        long secondsUsed,
        long secondsReserved,
        int callsOpen,
        Instant lastExpiry) {}
