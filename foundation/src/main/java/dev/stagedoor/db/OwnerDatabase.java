// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import java.util.Properties;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The database as the user that migrates it, for what no role that serves may do. Never opened by a server: an operator runs a
 * command on the database host.
 */
public final class OwnerDatabase {
    private final Jdbi jdbi;

    /** That database, logged in as its owner. */
    public OwnerDatabase(String jdbcUrl, String user, Secret password) {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password.revealText());
        login.setProperty("currentSchema", Migrations.SCHEMA);
        this.jdbi = Jdbi.create(jdbcUrl, login).installPlugin(new SqlTypes());
    }

    /**
     * Reads one state of the database, for as long as it takes.
     *
     * @throws DatabaseRefused if it cannot be reached, or does not let this user in
     */
    public <T> T read(Function<Handle, T> work) {
        return connected(handle ->
                handle.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, in -> work.apply(readOnly(in))));
    }

    private static Handle readOnly(Handle handle) {
        handle.execute("SET TRANSACTION READ ONLY");
        return handle;
    }

    /**
     * Changes the database; all of it or nothing.
     *
     * @throws DatabaseRefused as {@link #read}
     */
    public <T> T write(Function<Handle, T> work) {
        return connected(handle -> handle.inTransaction(work::apply));
    }

    private <T> T connected(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        } catch (JdbiException failed) {
            throw DatabaseRefused.connecting(failed);
        }
    }
}
