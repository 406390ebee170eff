// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;

/**
 * A transaction's statements that have not been sent yet: they go with its next one, or with its COMMIT, in one round trip and
 * in their order. Used by one thread.
 */
public final class Deferred {
    private static final String COMMIT = "COMMIT";

    private final Handle handle;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(String sql, List<Argument> arguments, StatementContext context) {}

    Deferred(Handle handle) {
        this.handle = handle;
    }

    /** An update that waits once it is executed; the number that this returns says nothing. */
    Update update(String sql) {
        return new Waits(sql);
    }

    private final class Waits extends Update {
        private final String named;

        Waits(String named) {
            super(handle, named);
            this.named = named;
        }

        @Override
        public int execute() {
            StatementContext context = getContext();
            ParsedSql parsed =
                    context.getConfig(SqlStatements.class).getSqlParser().parse(named, context);
            List<Argument> arguments = parsed.getParameters().getParameterNames().stream()
                    .map(name -> getBinding()
                            .findForName(name, context)
                            .orElseThrow(() -> new IllegalStateException("unbound: " + name)))
                    .toList();
            waiting.add(new Waiting(parsed.getSql() + ";\n", arguments, context));
            return 0;
        }
    }

    /** How many wait. */
    public int size() {
        return waiting.size();
    }

    /** Their SQL, each with its semicolon, to be put before another statement's. */
    public String sql() {
        StringBuilder all = new StringBuilder();
        waiting.forEach(one -> all.append(one.sql));
        return all.toString();
    }

    /** Binds their parameters from that number on, and takes them for sent; returns the number of the next. */
    public int bind(PreparedStatement statement, int first) throws SQLException {
        int at = first;
        for (Waiting one : waiting) {
            for (Argument argument : one.arguments) {
                argument.apply(at++, statement, one.context);
            }
        }
        forget();
        return at;
    }

    /** Sends them now. */
    void send() {
        send("");
    }

    /** Sends them now, and commits in the same round trip; if none waits, nothing is done. */
    void sendAndCommit() {
        send(COMMIT);
    }

    private void send(String then) {
        if (waiting.isEmpty()) {
            return;
        }
        StatementContext context = waiting.getFirst().context;
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql() + then)) {
            bind(statement, 1);
            statement.execute();
        } catch (SQLException refused) {
            throw new UnableToExecuteStatementException(refused, context);
        }
    }

    /** They are not to be sent: what they belong to is undone. */
    void forget() {
        waiting.clear();
    }
}
