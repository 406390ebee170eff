// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** The meaning of a PostgreSQL error, from its SQLSTATE anywhere in the chain of causes. */
public final class SqlState {
    private SqlState() {}

    /** A unique key is taken: 23505. */
    public static boolean isUniqueViolation(Throwable failure) {
        return "23505".equals(of(failure));
    }

    /** A table or function that this version needs is not there. */
    static boolean isUndefined(Throwable failure) {
        String state = of(failure);
        return "42883".equals(state) || "42P01".equals(state) || "3F000".equals(state);
    }

    /** A row or table was locked for too long, or there was a deadlock; the transaction is rolled back. */
    public static boolean isContention(Throwable failure) {
        String state = of(failure);
        return "55P03".equals(state) || "40P01".equals(state) || "40001".equals(state);
    }

    /**
     * The server answered with an error and the connection is still alive: whatever was in progress is rolled back.
     * Anything else (a cut connection, a terminated backend) says nothing about what was in progress.
     */
    public static boolean isRefusal(Throwable failure) {
        SQLException sql = sql(failure);
        String state = of(failure);
        return sql instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && state != null
                && !state.startsWith("08")
                && !state.startsWith("57P");
    }

    /** The database cannot be reached, or the connection to it was lost. */
    public static boolean isUnreachable(Throwable failure) {
        String state = of(failure);
        return sql(failure) instanceof SQLTransientConnectionException
                || (state != null && (state.startsWith("08") || state.startsWith("57P")));
    }

    static @Nullable String of(Throwable failure) {
        SQLException sql = sql(failure);
        return sql == null ? null : sql.getSQLState();
    }

    static @Nullable SQLException sql(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
