// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.EpochListener;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Tx;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** The ledger's SQL: locks rows, writes chains and commits, looks up outcomes. */
final class LedgerStore {
    private static final String LOCK = "SELECT tenant_id, " + LedgerRow.COLUMNS + """
        ,
               (SELECT p.epoch FROM tenant_ledger p WHERE p.tenant_id = 'ten_platform') AS platform_epoch
          FROM tenant_ledger l
         WHERE l.tenant_id = ANY (?)
         ORDER BY l.tenant_id
           FOR UPDATE OF l\
        """;

    private static final String UPDATE = """
        UPDATE tenant_ledger l
           SET seq = u.seq, hash = u.hash,
               window_start = timestamptz 'epoch' + u.window_start * interval '1 microsecond',
               last_expiry = timestamptz 'epoch' + u.last_expiry * interval '1 microsecond'%s
          FROM unnest(?, ?, ?, ?, ?%s) AS u (tenant_id, seq, hash, window_start, last_expiry%s)
         WHERE l.tenant_id = u.tenant_id;
        """.formatted(each(", %1$s = u.%1$s"), each(", ?"), each(", %s"));

    private static final String INSERT = """
        INSERT INTO audit_entries
               (tenant_id, seq, entry_id, at, action, actor, target, request_id, detail, prev_hash, hash)
        SELECT u.tenant_id, u.seq, u.entry_id, timestamptz 'epoch' + u.at * interval '1 microsecond', u.action,
               u.actor, u.target, u.request_id, u.detail, u.prev_hash, u.hash
          FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
               AS u (tenant_id, seq, entry_id, at, action, actor, target, request_id, detail, prev_hash, hash);
        """;

    /** A tenant that is due already stays so. */
    private static final String CROSS = """
        INSERT INTO budget_crossings (tenant_id, due_at)
        SELECT u.tenant_id, timestamptz 'epoch' + u.due_at * interval '1 microsecond'
          FROM unnest(?, ?) AS u (tenant_id, due_at)
            ON CONFLICT (tenant_id) DO NOTHING;
        """;

    private static final String RAISE = """
        UPDATE tenant_ledger SET epoch = epoch + 1 WHERE tenant_id = ?;
        SELECT pg_notify(?, ?);
        """;

    private static final String COMMIT = "COMMIT";

    private LedgerStore() {}

    private static String each(String ofColumn) {
        return Unit.columns().stream()
                .map(column -> ofColumn.formatted(column.name()))
                .collect(Collectors.joining());
    }

    /** Locked rows, and the platform's epoch. */
    record Locked(Map<TenantId, LedgerRow> rows, long platformEpoch) {}

    /** Locks these tenants' rows, in order. {@code wait}: until they are free; otherwise locked ones are skipped. */
    static Locked lock(Connection connection, Collection<TenantId> tenants, boolean wait) throws SQLException {
        Map<TenantId, LedgerRow> rows = HashMap.newHashMap(tenants.size());
        long platformEpoch = Lanes.NO_EPOCH;
        try (PreparedStatement select = connection.prepareStatement(wait ? LOCK : LOCK + " SKIP LOCKED")) {
            String[] ids = tenants.stream().map(TenantId::value).toArray(String[]::new);
            select.setArray(1, connection.createArrayOf("text", ids));
            try (ResultSet rs = select.executeQuery()) {
                while (rs.next()) {
                    rows.put(new TenantId(rs.getString("tenant_id")), LedgerRow.of(rs));
                    platformEpoch = rs.getLong("platform_epoch");
                }
            }
        }
        return new Locked(rows, platformEpoch);
    }

    /**
     * Writes the chains' rows and entries and commits, in one round trip: the statements are sent with one Sync, and an
     * error in one skips those after it, COMMIT included. This transaction holds the row locks.
     */
    static void commit(Connection connection, List<Chain> chains) throws SQLException {
        try (PreparedStatement append = connection.prepareStatement(statements(chains) + COMMIT)) {
            bind(append, 1, chains);
            append.execute();
            check(append, chains);
        }
    }

    /** {@link #commit(Connection, List)} for one change; raises the tenant's epoch if requested, and notifies nodes. */
    static void commit(Tx tx, Chain chain, boolean raiseEpoch) throws SQLException {
        String sql = statements(List.of(chain));
        append(tx, chain, raiseEpoch ? sql + RAISE + COMMIT : sql + COMMIT, raiseEpoch);
    }

    /** The same without the COMMIT. */
    static void write(Tx tx, Chain chain, boolean raiseEpoch) throws SQLException {
        String sql = statements(List.of(chain));
        append(tx, chain, raiseEpoch ? sql + RAISE : sql, raiseEpoch);
    }

    private static String statements(List<Chain> chains) {
        return chains.stream().anyMatch(LedgerStore::hasCrossed) ? UPDATE + INSERT + CROSS : UPDATE + INSERT;
    }

    private static boolean hasCrossed(Chain chain) {
        return chain.crossed() != null;
    }

    private static void append(Tx tx, Chain chain, String sql, boolean raiseEpoch) throws SQLException {
        Tx.Deferred before = tx.deferred();
        int deferred = before.size();
        try (PreparedStatement append = tx.connection().prepareStatement(before.sql() + sql)) {
            int at = bind(append, before.bind(append, 1), List.of(chain));
            if (raiseEpoch) {
                append.setString(at, chain.tenant().value());
                append.setString(at + 1, EpochListener.CHANNEL);
                append.setString(
                        at + 2, chain.tenant().value() + ':' + (chain.row().epoch() + 1));
            }
            append.execute();
            for (int i = 0; i < deferred; i++) {
                append.getMoreResults();
            }
            check(append, List.of(chain));
        }
    }

    /**
     * Whether the entry was written. Locks the tenant's row first, and so waits for the transaction that may have
     * written it.
     */
    static boolean isWritten(Connection connection, Entry entry) throws SQLException {
        lock(connection, List.of(entry.tenant()), true);
        String sql = "SELECT entry_id FROM audit_entries WHERE tenant_id = ? AND seq = ?"
                + " AND at = timestamptz 'epoch' + ? * interval '1 microsecond'";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, entry.tenant().value());
            select.setLong(2, entry.seq());
            select.setLong(3, EntryHash.micros(entry.draft().at()));
            try (ResultSet rs = select.executeQuery()) {
                return rs.next() && entry.draft().entryId().equals(rs.getString(1));
            }
        } finally {
            connection.rollback();
        }
    }

    private static void check(PreparedStatement append, List<Chain> chains) throws SQLException {
        int rows = append.getUpdateCount();
        append.getMoreResults();
        int entries = append.getUpdateCount();
        int expected = chains.stream().mapToInt(chain -> chain.entries().size()).sum();
        if (rows != chains.size() || entries != expected) {
            throw new IllegalStateException("the ledger wrote " + rows + " rows and " + entries + " entries, not "
                    + chains.size() + " and " + expected);
        }
    }

    private static int bind(PreparedStatement append, int first, List<Chain> chains) throws SQLException {
        int rows = chains.size();
        int entries = 0;
        RowColumns row = new RowColumns(rows);
        for (int i = 0; i < rows; i++) {
            row.set(i, chains.get(i));
            entries += chains.get(i).entries().size();
        }
        EntryColumns entry = new EntryColumns(entries);
        int at = 0;
        for (Chain chain : chains) {
            for (Entry each : chain.entries()) {
                entry.set(at++, each);
            }
        }
        return bindCrossed(append, chains, entry.bind(append, row.bind(append, first)));
    }

    private static int bindCrossed(PreparedStatement append, List<Chain> chains, int at) throws SQLException {
        List<Chain> crossed = chains.stream().filter(LedgerStore::hasCrossed).toList();
        if (crossed.isEmpty()) {
            return at;
        }
        String[] tenants = crossed.stream().map(chain -> chain.tenant().value()).toArray(String[]::new);
        long[] times = crossed.stream()
                .mapToLong(chain -> EntryHash.micros(Objects.requireNonNull(chain.crossed())))
                .toArray();
        return array(append, array(append, at, "text", tenants), "int8", times);
    }

    /** Binds one array parameter; returns the number of the next. */
    static int array(PreparedStatement statement, int at, String type, Object values) throws SQLException {
        PGConnection connection = statement.getConnection().unwrap(PGConnection.class);
        statement.setArray(at, connection.createArrayOf(type, values));
        return at + 1;
    }
}
