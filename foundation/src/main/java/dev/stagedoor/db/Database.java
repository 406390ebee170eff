// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * The database, by role. Nothing else opens connections.
 *
 * <p>A tenant's transaction ({@link #read}, {@link #store}, {@link #write}) takes its ledger row first, so that all
 * transactions lock in one order: the platform before a tenant, tenants by id. None holds a lock across a network call;
 * PostgreSQL ends one that is idle for ten seconds.
 */
public final class Database implements AutoCloseable, MeterBinder {
    private static final int FEW = 4;
    private static final int LANES = 12;
    private static final int WRITERS = 2;

    private final Map<Role, HikariDataSource> pools = new EnumMap<>(Role.class);
    private final Map<Role, DatabaseConfig.Logins> logins = new EnumMap<>(Role.class);
    private final Map<Role, Jdbi> jdbi = new EnumMap<>(Role.class);
    private final TenantGate writers = new TenantGate(WRITERS);
    private final TenantGate readers;

    /** The row that this thread's work holds, if any. */
    private final ScopedValue<HeldRow> held = ScopedValue.newInstance();

    /**
     * Opens a pool for each role.
     *
     * @throws DatabaseRefused if the database is unreachable, or refuses a role
     */
    public Database(DatabaseConfig config) {
        this.readers = new TenantGate(Math.max(2, config.poolSize() / 4));
        try {
            for (Role role : Role.values()) {
                DatabaseConfig.Logins login = new DatabaseConfig.Logins(config, role);
                logins.put(role, login);
                HikariDataSource pool = pool(config, role, login);
                pools.put(role, pool);
                jdbi.put(role, jdbi(pool));
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        pools.forEach((role, pool) -> {
            connections(registry, role, "active", pool, HikariPoolMXBean::getActiveConnections);
            connections(registry, role, "idle", pool, HikariPoolMXBean::getIdleConnections);
            Gauge.builder(
                            "stagedoor.database.waiting",
                            pool,
                            p -> p.getHikariPoolMXBean().getThreadsAwaitingConnection())
                    .description("Threads waiting for a database connection")
                    .tag("role", role.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        });
    }

    private static void connections(
            MeterRegistry registry,
            Role role,
            String state,
            HikariDataSource pool,
            ToIntFunction<HikariPoolMXBean> count) {
        Gauge.builder("stagedoor.database.connections", pool, p -> count.applyAsInt(p.getHikariPoolMXBean()))
                .description("Database connections")
                .tag("role", role.name().toLowerCase(Locale.ROOT))
                .tag("state", state)
                .register(registry);
    }

    /** Errors name no argument of a statement: they are logged, and arguments are tenants' texts (S2). */
    private static Jdbi jdbi(HikariDataSource pool) {
        Jdbi jdbi = Jdbi.create(pool).installPlugin(new SqlTypes());
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    private static HikariDataSource pool(DatabaseConfig config, Role role, DatabaseConfig.Logins login) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("stagedoor-" + role.in("db"));
        hikari.setDataSource(login);
        hikari.setMaximumPoolSize(
                switch (role) {
                    case APP -> config.poolSize();
                    case LANE -> LANES;
                    case DIRECTORY, POLLER -> FEW;
                });
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(5_000);
        hikari.setAutoCommit(role != Role.LANE);
        try {
            return new HikariDataSource(hikari);
        } catch (PoolInitializationException refused) {
            throw DatabaseRefused.login(role.in(config.rolePrefix()), refused);
        }
    }

    /**
     * Runs {@code work} in a READ ONLY transaction of the tenant: PostgreSQL refuses any write. The ledger row is read,
     * not locked.
     *
     * @throws Problem {@code not_found}; {@code busy} if the database cannot be reached
     */
    public <T> T read(TenantId tenant, Function<Tx, T> work) {
        HeldRow row = held(tenant);
        if (row != null) {
            return said(ErrorCode.BUSY, () -> row.read(work));
        }
        return reading(tenant, true, work);
    }

    /**
     * Runs {@code work} in a transaction of the tenant that may write; the ledger row is read, not locked.
     *
     * @throws Problem {@code not_found}; {@code busy} if the database cannot be reached
     */
    public <T> T store(TenantId tenant, Function<Tx, T> work) {
        return reading(tenant, false, work);
    }

    /**
     * As {@link #store(TenantId, Function)}, with a query that is sent together with the beginning of the transaction. What
     * PostgreSQL ends for another's sake, by a deadlock or a lock held for too long, is done once more.
     *
     * @throws Problem as {@link #store(TenantId, Function)}
     */
    public <A, T> T store(TenantId tenant, Tx.Opening<A> first, BiFunction<Tx, A, T> work) {
        return storeAgain(() -> gated(tenant, false, handle -> opened(handle, tenant, first, work)));
    }

    /** As {@link #store(TenantId, Function)}, once more if PostgreSQL ends it for another's sake. */
    public <T> T storeAgain(TenantId tenant, Function<Tx, T> work) {
        return storeAgain(() -> store(tenant, work));
    }

    private static <T> T storeAgain(Supplier<T> stored) {
        try {
            return stored.get();
        } catch (Problem busy) {
            if (busy.getCause() instanceof RuntimeException cause && SqlState.isContention(cause)) {
                return stored.get();
            }
            throw busy;
        }
    }

    private <T> T reading(TenantId tenant, boolean readOnly, Function<Tx, T> work) {
        return gated(tenant, readOnly, handle -> committed(Tx.open(handle, tenant, false), work));
    }

    /** Not the platform's own, which is trusted, and whose health must not depend on what operators ask for. */
    private <T> T gated(TenantId tenant, boolean readOnly, Function<Handle, T> work) {
        Supplier<T> read = () -> inTransaction(ErrorCode.BUSY, readOnly, work);
        return tenant.equals(TenantId.PLATFORM) ? read.get() : readers.through(tenant, read);
    }

    /**
     * Runs {@code work} in a transaction of the tenant that holds its ledger row from the first statement on.
     *
     * @throws Problem {@code not_found}; {@code busy} if the row is held by others for too long;
     *     {@code audit_unavailable} if the database cannot be reached
     */
    public <T> T write(TenantId tenant, Function<Tx, T> work) {
        HeldRow row = held(tenant);
        if (row != null) {
            return said(ErrorCode.AUDIT_UNAVAILABLE, () -> row.write(work));
        }
        return writers.through(
                tenant,
                () -> inTransaction(
                        ErrorCode.AUDIT_UNAVAILABLE, false, handle -> committed(Tx.open(handle, tenant, true), work)));
    }

    /**
     * Runs {@code work} while its thread holds the tenant's ledger row: until it first writes, its reads of this tenant
     * and that write are one transaction, so nothing that it decides by can change before it commits. It must not call
     * the network before that.
     *
     * @throws Problem as {@link #write}
     */
    public <T, X extends Exception> T holding(TenantId tenant, ScopedValue.CallableOp<T, X> work) throws X {
        try (HeldRow row = hold(tenant)) {
            return ScopedValue.where(held, row).call(work);
        }
    }

    private HeldRow hold(TenantId tenant) {
        TenantGate.Place place = writers.enter(tenant);
        try {
            return said(
                    ErrorCode.AUDIT_UNAVAILABLE,
                    () -> HeldRow.lock(jdbi(Role.APP).open(), handle -> Tx.open(handle, tenant, true), place));
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    /** The row of that tenant, if this thread's work holds it. */
    @Nullable
    HeldRow held(TenantId tenant) {
        HeldRow row = held.isBound() ? held.get() : null;
        return row != null && row.isOf(tenant) ? row : null;
    }

    /** Whether this thread's work holds the tenant's row. */
    public boolean holds(TenantId tenant) {
        return held(tenant) != null;
    }

    /**
     * The same transaction, switched from the platform to a tenant: from here on row-level security is bound to the
     * tenant, and its ledger row is locked after the platform's, as the lock order requires.
     */
    public Tx within(Tx platform, TenantId tenant) {
        return Tx.open(onPlatform(platform), tenant, true);
    }

    /**
     * The same transaction, switched to a new tenant: like {@link #within}, but creates its ledger row.
     *
     * @throws Problem {@code conflict} if the tenant already has one
     */
    public Tx found(Tx platform, TenantId tenant) {
        Handle handle = onPlatform(platform);
        try {
            return Tx.found(handle, tenant);
        } catch (RuntimeException e) {
            throw SqlState.isUniqueViolation(e)
                    ? Problem.of(ErrorCode.CONFLICT, "The tenant already exists.")
                            .causedBy(e)
                    : e;
        }
    }

    private static Handle onPlatform(Tx tx) {
        tx.deferred().send();
        if (!tx.tenant().equals(TenantId.PLATFORM)) {
            throw new IllegalArgumentException("only the platform's transaction can switch to a tenant");
        }
        return tx.handle();
    }

    private <T> T inTransaction(ErrorCode unreachable, boolean readOnly, Function<Handle, T> work) {
        return said(
                unreachable,
                () -> jdbi(Role.APP)
                        .withHandle(handle -> handle.setReadOnly(readOnly).inTransaction(work::apply)));
    }

    /** What failed in PostgreSQL, as the problem that a caller is told. */
    private static <T> T said(ErrorCode unreachable, Supplier<T> work) {
        try {
            return work.get();
        } catch (Problem said) {
            throw said;
        } catch (RuntimeException e) {
            if (SqlState.isContention(e)) {
                throw Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.")
                        .causedBy(e);
            }
            if (SqlState.isUnreachable(e)) {
                throw Problem.of(unreachable, "The database is temporarily unavailable.")
                        .causedBy(e);
            }
            throw e;
        }
    }

    private static <A, T> T opened(Handle handle, TenantId tenant, Tx.Opening<A> first, BiFunction<Tx, A, T> work) {
        Tx.Opened<A> opened = Tx.open(handle, tenant, first);
        return committed(opened.tx(), tx -> work.apply(tx, opened.first()));
    }

    /** What waits to be sent goes with the COMMIT. */
    private static <T> T committed(Tx tx, Function<Tx, T> work) {
        T made = work.apply(tx);
        tx.deferred().sendAndCommit();
        return made;
    }

    /** A lookup before the tenant is known: only the directory's functions. */
    public <T> T directory(Function<Handle, T> lookUp) {
        return jdbi(Role.DIRECTORY).withHandle(lookUp::apply);
    }

    /** Reads ids and times of due rows, for any tenant. */
    public <T> T poll(Function<Handle, T> look) {
        return jdbi(Role.POLLER).withHandle(look::apply);
    }

    /** A connection of the lane role, without auto-commit, for the group commit. The caller closes it. */
    public Connection lane() throws SQLException {
        return pool(Role.LANE).getConnection();
    }

    /** A connection outside the pools, for long-lived use. The caller closes it. */
    Connection unpooled(Role role) throws SQLException {
        return login(role).getConnection();
    }

    /**
     * Which of its master keys, counted from 0, this node logs in by now: the one that {@code migrate} last had in front.
     *
     * @throws Problem {@code busy} if the database cannot be reached
     */
    public int loggedInBy() {
        return said(ErrorCode.BUSY, () -> {
            try {
                unpooled(Role.DIRECTORY).close();
                return login(Role.DIRECTORY).taken();
            } catch (SQLException failed) {
                throw new ConnectionException(failed);
            }
        });
    }

    private DatabaseConfig.Logins login(Role role) {
        return Objects.requireNonNull(logins.get(role));
    }

    private Jdbi jdbi(Role role) {
        return Objects.requireNonNull(jdbi.get(role));
    }

    private HikariDataSource pool(Role role) {
        return Objects.requireNonNull(pools.get(role));
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
