// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of one tenant: row-level security is bound to it, and its ledger row has been read. Stores take it as
 * their first parameter and never open one themselves.
 */
public final class Tx {
    /**
     * In a statement about {@code unnest(…) WITH ORDINALITY AS asked (…, nth)}: the planner then counts on one row, and looks
     * each up by its key. Otherwise, while a table has no statistics, which it gets a minute after it was filled, the planner
     * thinks little of reading all of the tenant's rows instead; and plans are kept.
     */
    public static final String BY_KEY = " asked.nth = abs(asked.nth) ";

    private static final String OPENED = "platform_epoch, " + LedgerRow.COLUMNS;
    private static final String OPEN = "SELECT " + OPENED + " FROM open_tenant(:tenant, :lock)";

    /**
     * A query that is sent with the beginning of its transaction, in one round trip.
     *
     * @param sql  names {@code :tenant}, as all statements do (I4)
     * @param bind binds its other parameters; not {@code :lock}
     * @param read what its rows are
     */
    public record Opening<A>(String sql, Consumer<Query> bind, Rows<A> read) {
        public Opening {
            sql = ofTenant(sql);
        }
    }

    /** Reads the rows of a result. */
    @FunctionalInterface
    public interface Rows<A> {
        A read(ResultSet rows) throws SQLException;
    }

    /** A column of such rows: a time; null if it is null. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private final TenantId tenant;
    private final LedgerRow row;
    private final long platformEpoch;
    private final Handle handle;
    private final Deferred deferred;

    Tx(TenantId tenant, LedgerRow row, long platformEpoch, Handle handle) {
        this.tenant = tenant;
        this.row = row;
        this.platformEpoch = platformEpoch;
        this.handle = handle;
        this.deferred = new Deferred(handle);
    }

    /** Begins a transaction of the tenant. */
    static Tx open(Handle handle, TenantId tenant, boolean lock) {
        try (Query query = handle.createQuery(OPEN)) {
            return opened(query.bind("lock", lock), handle, tenant);
        }
    }

    /** Begins the first transaction of a new tenant. */
    static Tx found(Handle handle, TenantId tenant) {
        try (Query query = handle.createQuery("SELECT " + OPENED + " FROM found_tenant(:tenant)")) {
            return opened(query, handle, tenant);
        }
    }

    private static Tx opened(Query query, Handle handle, TenantId tenant) {
        return query.bind("tenant", tenant.value())
                .map((rs, ctx) -> opened(rs, handle, tenant))
                .findOne()
                .orElseThrow(() -> Problem.notFound("tenant"));
    }

    private static Tx opened(ResultSet row, Handle handle, TenantId tenant) throws SQLException {
        return new Tx(tenant, LedgerRow.of(row), row.getLong("platform_epoch"), handle);
    }

    /** A transaction that has begun, and what came of the statement that was sent with that. */
    record Opened<A>(Tx tx, A first) {}

    /** Begins a transaction of the tenant, with that statement. */
    static <A> Opened<A> open(Handle handle, TenantId tenant, Opening<A> first) {
        try (Query query = handle.createQuery(OPEN + "; " + first.sql())) {
            first.bind().accept(query.bind("tenant", tenant.value()).bind("lock", false));
            return query.execute((statement, ctx) -> opened(statement.get(), handle, tenant, first.read()));
        }
    }

    private static <A> Opened<A> opened(PreparedStatement statement, Handle handle, TenantId tenant, Rows<A> first)
            throws SQLException {
        Tx tx;
        try (ResultSet row = statement.getResultSet()) {
            if (!row.next()) {
                throw Problem.notFound("tenant");
            }
            tx = opened(row, handle, tenant);
        }
        statement.getMoreResults();
        try (ResultSet rows = statement.getResultSet()) {
            return new Opened<>(tx, first.read(rows));
        }
    }

    /** The transaction's tenant. */
    public TenantId tenant() {
        return tenant;
    }

    /** The tenant's current epoch. */
    public long epoch() {
        return row.epoch();
    }

    /** The platform's current epoch: it moves when an operator's key is revoked. */
    public long platformEpoch() {
        return platformEpoch;
    }

    /**
     * Continues only if a snapshot is still current.
     *
     * @throws StaleEpoch if the epoch of the snapshot's tenant has moved since
     */
    public void require(Proof proof) {
        long now = proof.tenant().equals(TenantId.PLATFORM) ? platformEpoch : row.epoch();
        if (now != proof.epoch()) {
            throw new StaleEpoch(proof.tenant(), proof.epoch());
        }
    }

    /** The ledger row as it was when the transaction began; locked since then, if it began for a change. */
    public LedgerRow row() {
        return row;
    }

    /**
     * A query with {@code :tenant} bound to this transaction's tenant; one that does not mention {@code :tenant} is
     * refused (I4). Rows become records by column name: {@code mapTo(StoredThing.class)}.
     */
    public Query query(String sql) {
        deferred.send();
        return handle.createQuery(ofTenant(sql)).bind("tenant", tenant.value());
    }

    /** An INSERT, UPDATE or DELETE, with {@code :tenant} bound as in {@link #query}. */
    public Update update(String sql) {
        deferred.send();
        return handle.createUpdate(ofTenant(sql)).bind("tenant", tenant.value());
    }

    /** As {@link #update(String)}, for the last statement of the transaction: it commits in the same round trip. */
    public Update last(String sql) {
        return update(sql + "; COMMIT");
    }

    /**
     * As {@link #update(String)}, for what nothing depends on before the commit, and PostgreSQL has no reason to refuse: it is
     * sent with the transaction's next statement, or with its COMMIT.
     */
    public Deferred.Later later(String sql) {
        return deferred.later(ofTenant(sql)).bind("tenant", tenant.value());
    }

    /** {@link #update(String)} with each component of {@code row} bound by its name, collections of text as arrays. */
    public Update update(String sql, Record row) {
        Update update = update(sql);
        SqlTypes.components(row, update::bindByType);
        return update;
    }

    /** Tells every node that listens on the channel ({@link NoticeListener}), this one too, once the transaction is committed. */
    public void tell(String channel, Collection<String> notices) {
        query("""
                SELECT count(pg_notify(:channel, notice)) FROM unnest(:notices) AS each (notice)
                 WHERE current_tenant() = :tenant
                """)
                .bind("channel", channel)
                .bindArray("notices", String.class, notices.toArray())
                .mapTo(Long.class)
                .one();
    }

    private static String ofTenant(String sql) {
        if (!sql.contains(":tenant")) {
            throw new IllegalArgumentException("a statement that does not name :tenant: " + sql);
        }
        return sql;
    }

    /** The connection, for the ledger, which writes and commits in one round trip, together with what is {@link #deferred}. */
    public Connection connection() {
        return handle.getConnection();
    }

    /** What waits to be sent. */
    public Deferred deferred() {
        return deferred;
    }

    /** SQL in this transaction, for {@link Database}. */
    Handle handle() {
        return handle;
    }

    /**
     * A transaction's statements that have not been sent yet: they go with its next one, or with its COMMIT, in one round trip and
     * in their order. Used by one thread.
     */
    public static final class Deferred {
        private static final String COMMIT = "COMMIT";

        private final Handle handle;
        private final List<Waiting> waiting = new ArrayList<>();

        private record Waiting(String sql, List<Argument> arguments, StatementContext context) {}

        Deferred(Handle handle) {
            this.handle = handle;
        }

        Later later(String sql) {
            return new Later(sql, handle.createUpdate(sql).getContext());
        }

        /** A statement that waits once it is complete. */
        public final class Later {
            private final String named;
            private final StatementContext context;
            private final Map<String, Argument> bound = new HashMap<>();

            private Later(String named, StatementContext context) {
                this.named = named;
                this.context = context;
            }

            /** As in any other statement. */
            public Later bind(String name, @Nullable Object value) {
                Class<?> type = value == null ? Object.class : value.getClass();
                bound.put(
                        name,
                        context.findArgumentFor(type, value)
                                .orElseThrow(() -> new IllegalArgumentException("cannot be bound: " + name)));
                return this;
            }

            /** An array of texts. */
            public Later bindTexts(String name, Collection<String> texts) {
                String[] array = texts.toArray(String[]::new);
                bound.put(
                        name,
                        (position, statement, ctx) -> statement.setArray(
                                position, statement.getConnection().createArrayOf("text", array)));
                return this;
            }

            /** It waits from now on. */
            public void send() {
                ParsedSql parsed =
                        context.getConfig(SqlStatements.class).getSqlParser().parse(named, context);
                List<Argument> arguments = parsed.getParameters().getParameterNames().stream()
                        .map(this::argument)
                        .toList();
                waiting.add(new Waiting(parsed.getSql() + ";\n", arguments, context));
            }

            private Argument argument(String name) {
                return Objects.requireNonNull(bound.get(name), () -> "not bound: " + name);
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
            sendWith("");
        }

        /** Sends them now, and commits in the same round trip; if none waits, nothing is done. */
        void sendAndCommit() {
            sendWith(COMMIT);
        }

        private void sendWith(String then) {
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
}
