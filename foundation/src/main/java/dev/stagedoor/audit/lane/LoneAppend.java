// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Unit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The entries of one tenant in one statement, which is a transaction by itself: it writes them only if the tenant's row still
 * is as it was taken to be, and nobody has it locked. Half of the work of locking the row first, and one round trip less.
 */
final class LoneAppend {
    /** For more entries, arrays are cheaper. */
    static final int MOST = 4;

    private static final String ENTRY =
            "(?, ?, timestamptz 'epoch' + ? * interval '1 microsecond', ?, ?, ?, ?, ?, ?, ?)";

    private static final List<String> BY_ENTRIES = statements("");

    /** For callers whose operator's key was judged by an epoch of the platform. */
    private static final List<String> BY_PLATFORM =
            statements(" AND (SELECT p.epoch FROM tenant_ledger p WHERE p.tenant_id = 'ten_platform') = ?");

    private LoneAppend() {}

    private static List<String> statements(String platform) {
        return IntStream.rangeClosed(1, MOST)
                .mapToObj(entries -> statement(entries, platform))
                .toList();
    }

    private static String statement(int entries, String platform) {
        String amounts = Unit.columns().stream()
                .map(column -> ", " + column.name() + " = ?")
                .collect(Collectors.joining());
        return """
                WITH row AS (
                    UPDATE tenant_ledger l
                       SET seq = ?, hash = ?, window_start = timestamptz 'epoch' + ? * interval '1 microsecond',
                           last_expiry = timestamptz 'epoch' + ? * interval '1 microsecond'%s
                      FROM (SELECT f.tenant_id FROM tenant_ledger f
                             WHERE f.tenant_id = ? AND f.epoch = ? AND f.seq = ?%s FOR UPDATE SKIP LOCKED) AS free
                     WHERE l.tenant_id = free.tenant_id
                    RETURNING l.tenant_id)
                INSERT INTO audit_entries
                       (tenant_id, seq, entry_id, at, action, actor, target, request_id, detail, prev_hash, hash)
                SELECT row.tenant_id, e.*
                  FROM row, (VALUES %s) AS e
                """.formatted(amounts, platform, String.join(", ", Collections.nCopies(entries, ENTRY)));
    }

    /**
     * Writes the chain, and commits. False if the row is another, or locked: nothing was written.
     *
     * @param before        the row that the chain was judged by
     * @param platformEpoch which the platform must have, or {@link Lanes#NO_EPOCH}
     */
    static boolean commit(Connection connection, Chain chain, LedgerRow before, long platformEpoch)
            throws SQLException {
        boolean byPlatform = platformEpoch != Lanes.NO_EPOCH;
        List<Entry> entries = chain.entries();
        connection.setAutoCommit(true);
        String sql = (byPlatform ? BY_PLATFORM : BY_ENTRIES).get(entries.size() - 1);
        try (PreparedStatement append = connection.prepareStatement(sql)) {
            int at = bind(append, chain.row());
            append.setString(at++, chain.tenant().value());
            append.setLong(at++, before.epoch());
            append.setLong(at++, before.seq());
            if (byPlatform) {
                append.setLong(at++, platformEpoch);
            }
            for (Entry entry : entries) {
                at = bind(append, at, entry);
            }
            int written = append.executeUpdate();
            if (written != 0 && written != entries.size()) {
                throw new IllegalStateException("the ledger wrote " + written + " entries, not " + entries.size());
            }
            return written != 0;
        } finally {
            connection.setAutoCommit(false);
        }
    }

    private static int bind(PreparedStatement append, LedgerRow row) throws SQLException {
        append.setLong(1, row.seq());
        append.setBytes(2, row.hash().bytes());
        append.setLong(3, EntryHash.micros(row.windowStart()));
        append.setLong(4, EntryHash.micros(row.lastExpiry()));
        int at = 5;
        for (Unit.Column column : Unit.columns()) {
            append.setLong(at++, row.amount(column));
        }
        return at;
    }

    private static int bind(PreparedStatement append, int first, Entry entry) throws SQLException {
        Draft draft = entry.draft();
        int at = first;
        append.setLong(at++, entry.seq());
        append.setString(at++, draft.entryId());
        append.setLong(at++, EntryHash.micros(draft.at()));
        append.setString(at++, draft.action());
        append.setString(at++, draft.actor());
        append.setString(at++, draft.target());
        append.setString(at++, draft.requestId());
        append.setString(at++, draft.detail());
        append.setBytes(at++, entry.prevHash().bytes());
        append.setBytes(at++, entry.hash().bytes());
        return at;
    }
}
