// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why this database cannot be used as it is: one sentence for an operator, with what to do. It contains no secret. */
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Pattern SEVERITY = Pattern.compile("^(?:ERROR|FATAL): ");

    DatabaseRefused(String why) {
        super(why);
    }

    DatabaseRefused(String why, @Nullable Throwable cause) {
        super(why, cause);
    }

    /** What a role of the server met when it logged in. */
    static DatabaseRefused login(String role, Throwable failure) {
        String state = String.valueOf(SqlState.of(failure));
        if (state.startsWith("28")) {
            return new DatabaseRefused(
                    "PostgreSQL refuses the role " + role + ": either `stagedoor migrate` has not run on this database,"
                            + " or none of this node's master keys is the one that it ran with."
                            + " `stagedoor doctor` finds out which.",
                    failure);
        }
        return connecting(failure);
    }

    /** Why nobody can connect. */
    static DatabaseRefused connecting(Throwable failure) {
        String state = String.valueOf(SqlState.of(failure));
        String said = said(failure);
        if (state.equals("3D000")) {
            return new DatabaseRefused(said + ". Create it, then run `stagedoor migrate`.", failure);
        }
        return state.startsWith("08")
                ? new DatabaseRefused("PostgreSQL cannot be reached. Start it, or correct database.url.", failure)
                : new DatabaseRefused("PostgreSQL refused: " + said + '.', failure);
    }

    /** What PostgreSQL said, on one line and without a full stop. */
    static String said(Throwable failure) {
        SQLException sql = SqlState.sql(failure);
        String text = String.valueOf(sql == null ? failure.getMessage() : sql.getMessage());
        String first = text.lines().findFirst().orElse("no reason given");
        return SEVERITY.matcher(first).replaceFirst("").replaceFirst("\\.$", "");
    }
}
