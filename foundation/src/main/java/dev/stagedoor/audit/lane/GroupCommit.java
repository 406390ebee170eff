// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.lane.LaneQueue.Share;
import dev.stagedoor.audit.lane.LedgerStore.Locked;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction for the entries of several tenants, in two round trips: lock their rows; judge; write and commit. A tenant
 * that is alone, and whose row is as it was left, needs one only ({@link LoneAppend}). Used by one thread.
 */
final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Database database;
    private final EntryHash hash = new EntryHash();
    private final LeftRows left;

    /** The outcome of a transaction. {@code locked} has the tenants whose row was locked; they are untouched. */
    sealed interface Outcome {
        /** The groups are durable. */
        record Committed(List<JudgedShare> groups, List<Share> locked) implements Outcome {}

        /** Nothing was written: PostgreSQL refused it, and the connection is still alive. */
        record Undone(List<JudgedShare> groups, List<Share> locked, RuntimeException cause) implements Outcome {}

        /** It failed before any write was sent. */
        record Unsent(SQLException cause) implements Outcome {}

        /** The connection was lost during the write. */
        record Unknown(List<JudgedShare> groups, List<Share> locked, SQLException cause) implements Outcome {}
    }

    GroupCommit(Database database, LeftRows left) {
        this.database = database;
        this.left = left;
    }

    /** Runs one transaction. {@code wait}: waits for locked rows; otherwise they are skipped. */
    Outcome run(List<Share> shares, boolean wait) {
        Connection connection;
        try {
            connection = database.lane();
        } catch (SQLException e) {
            return new Outcome.Unsent(e);
        }
        try {
            Outcome lone = wait ? null : lone(connection, shares);
            if (lone != null) {
                return lone;
            }
            Locked locked = LedgerStore.lock(
                    connection, shares.stream().map(Share::tenant).toList(), wait);
            return write(connection, shares, locked);
        } catch (SQLException e) {
            return new Outcome.Unsent(e);
        } finally {
            giveBack(connection);
        }
    }

    /** A connection that fails when returned to the pool does not change what was committed. */
    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a lane's connection was lost on its return to the pool", e);
        }
    }

    /** By the row as it was left; null if that may not be, or was not, enough. */
    private @Nullable Outcome lone(Connection connection, List<Share> shares) throws SQLException {
        Share share = shares.getFirst();
        LedgerRow row = shares.size() > 1 || share.entries().size() > LoneAppend.MOST ? null : left.of(share.tenant());
        if (row == null) {
            return null;
        }
        long[] platform = share.entries().stream()
                .mapToLong(PendingGrant::platformEpoch)
                .distinct()
                .toArray();
        JudgedShare group = platform.length > 1
                ? null
                : JudgedShare.guessed(share, row, hash).orElse(null);
        if (group == null) {
            return null;
        }
        try {
            boolean written = LoneAppend.commit(connection, group.chain(), row, platform[0]);
            if (!written) {
                left.forget(share.tenant());
                return null;
            }
            left.put(group.chain());
            return new Outcome.Committed(List.of(group), List.of());
        } catch (SQLException e) {
            left.forget(share.tenant());
            if (SqlState.isRefusal(e)) {
                return null;
            }
            return new Outcome.Unknown(List.of(group), List.of(), e);
        }
    }

    private Outcome write(Connection connection, List<Share> shares, Locked rows) throws SQLException {
        List<JudgedShare> groups = new ArrayList<>(shares.size());
        List<Share> locked = new ArrayList<>();
        for (Share share : shares) {
            LedgerRow row = rows.rows().get(share.tenant());
            if (row == null) {
                locked.add(share);
            } else {
                groups.add(JudgedShare.judge(share, row, rows.platformEpoch(), hash));
            }
        }
        List<Chain> chains = groups.stream()
                .map(JudgedShare::chain)
                .filter(chain -> !chain.entries().isEmpty())
                .toList();
        if (chains.isEmpty()) {
            connection.rollback();
            return new Outcome.Committed(groups, locked);
        }
        try {
            LedgerStore.commit(connection, chains);
            chains.forEach(left::put);
            return new Outcome.Committed(groups, locked);
        } catch (SQLException e) {
            chains.forEach(chain -> left.forget(chain.tenant()));
            return SqlState.isRefusal(e)
                    ? undone(connection, groups, locked, e)
                    : new Outcome.Unknown(groups, locked, e);
        }
    }

    private static Outcome undone(Connection connection, List<JudgedShare> groups, List<Share> locked, SQLException e) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            e.addSuppressed(lost);
        }
        return new Outcome.Undone(groups, locked, Lanes.unavailable(e));
    }
}
