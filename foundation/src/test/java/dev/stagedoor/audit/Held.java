// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Another session that holds what we need, until it is closed. */
final class Held implements AutoCloseable {
    private static final long LOCK = 4711;

    private final TestDatabase database;
    private final Connection session;

    private Held(TestDatabase database) throws SQLException {
        this.database = database;
        this.session = database.asAdmin();
        session.setAutoCommit(false);
    }

    /** The tenant's ledger row, locked. */
    static Held row(TestDatabase database, TenantId tenant) {
        try {
            Held held = new Held(database);
            String sql = "SELECT 1 FROM tenant_ledger WHERE tenant_id = ? FOR UPDATE";
            try (PreparedStatement select = held.session.prepareStatement(sql)) {
                select.setString(1, tenant.value());
                select.execute();
            }
            return held;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes transactions that write an entry {@code test.hold} stop midway while {@link #writing} is held. */
    static void install(TestDatabase database) {
        database.admin("""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
            GRANT EXECUTE ON FUNCTION hold() TO PUBLIC;
            CREATE TRIGGER hold BEFORE INSERT ON audit_entries FOR EACH ROW
                WHEN (NEW.action = 'test.hold') EXECUTE FUNCTION hold()\
            """);
    }

    /** Stops every transaction that writes an entry {@code test.hold}. */
    static Held writing(TestDatabase database) {
        try {
            Held held = new Held(database);
            try (Statement lock = held.session.createStatement()) {
                lock.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            }
            return held;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The backend pid of the stopped transaction; waits until there is one. */
    int stopped() {
        int[] pid = new int[1];
        Crowd.until("a transaction stops in its middle", () -> {
            pid[0] = waiting();
            return pid[0] != 0;
        });
        return pid[0];
    }

    private int waiting() {
        return database.count("""
            SELECT COALESCE(max(pid), 0) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
             WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted\
            """);
    }

    @Override
    public void close() {
        try {
            session.rollback();
            session.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
