package dev.stagedoor.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The database, entered by role. Nothing else in Stagedoor opens a connection.
 *
 * <p>A tenant's transaction ({@link #read}, {@link #write}) takes its ledger row first, so that all transactions lock in
 * one order: the platform before a tenant, tenants by id. None holds a lock across a network call.
 */
public final class Database implements AutoCloseable {
    private static final int FEW = 4;

    private final Map<Role, HikariDataSource> pools = new EnumMap<>(Role.class);
    private final Map<Role, Jdbi> jdbi = new EnumMap<>(Role.class);

    /** Opens a pool for each role; fails at once when the database cannot be reached. */
    public Database(DatabaseConfig config) {
        try {
            for (Role role : Role.values()) {
                HikariDataSource pool = pool(config, role);
                pools.put(role, pool);
                jdbi.put(role, Jdbi.create(pool).installPlugin(new PostgresPlugin()));
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private static HikariDataSource pool(DatabaseConfig config, Role role) {
        Secret password = config.passwords().get(role);
        if (password == null) {
            throw new IllegalArgumentException("no password for the role " + role.in(config.rolePrefix()));
        }
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("stagedoor-" + role.in("db"));
        hikari.setJdbcUrl(config.jdbcUrl());
        hikari.setUsername(role.in(config.rolePrefix()));
        hikari.setPassword(password.revealText());
        hikari.setMaximumPoolSize(role == Role.APP ? config.poolSize() : FEW);
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(5_000);
        hikari.addDataSourceProperty("currentSchema", Migrations.SCHEMA);
        hikari.addDataSourceProperty("ApplicationName", "stagedoor");
        hikari.addDataSourceProperty("prepareThreshold", "2");
        hikari.addDataSourceProperty("socketTimeout", "30");
        return new HikariDataSource(hikari);
    }

    /** Runs {@code work} in a transaction of the tenant that only reads; the ledger row is read, not locked. */
    public <T> T read(TenantId tenant, Function<Tx, T> work) {
        return inTenant(tenant, false, work);
    }

    /** Runs {@code work} in a transaction of the tenant that holds its ledger row from the first statement on. */
    public <T> T write(TenantId tenant, Function<Tx, T> work) {
        return inTenant(tenant, true, work);
    }

    private <T> T inTenant(TenantId tenant, boolean lock, Function<Tx, T> work) {
        return jdbi(Role.APP).inTransaction(handle -> work.apply(open(handle, tenant, lock)));
    }

    private static Tx open(Handle handle, TenantId tenant, boolean lock) {
        return handle.createQuery("SELECT * FROM open_tenant(:tenant, :lock)")
                .bind("tenant", tenant.value())
                .bind("lock", lock)
                .map((rs, ctx) -> new Tx(
                        tenant,
                        new LedgerRow(
                                rs.getLong("row_epoch"),
                                rs.getLong("row_seq"),
                                rs.getBytes("row_hash"),
                                rs.getObject("row_window_start", OffsetDateTime.class)
                                        .toInstant(),
                                rs.getLong("row_tokens_used"),
                                rs.getLong("row_dispatches_used"),
                                rs.getLong("row_seconds_used"),
                                rs.getLong("row_seconds_reserved"),
                                rs.getInt("row_calls_open"),
                                rs.getObject("row_last_expiry", OffsetDateTime.class)
                                        .toInstant()),
                        rs.getLong("platform_epoch"),
                        handle))
                .findOne()
                .orElseThrow(() -> Problem.notFound("tenant"));
    }

    /**
     * The same transaction, gone on to a tenant after the platform: its row-level security is that tenant's from here on,
     * and the tenant's ledger row is locked after the platform's, as the order asks.
     */
    public Tx within(Tx platform, TenantId tenant) {
        if (!platform.tenant().equals(TenantId.PLATFORM)) {
            throw new IllegalArgumentException("only the platform's transaction goes on to another tenant");
        }
        return open(platform.handle(), tenant, true);
    }

    /** A look-up that comes before a tenant is known: the named functions of the directory, nothing else. */
    public <T> T directory(Function<Handle, T> lookUp) {
        return jdbi(Role.DIRECTORY).withHandle(lookUp::apply);
    }

    /** Ids and times of rows that are due, of any tenant. */
    public <T> T poll(Function<Handle, T> look) {
        return jdbi(Role.POLLER).withHandle(look::apply);
    }

    /** A connection of the lane role, for the group commit. The caller closes it. */
    public Connection lane() throws SQLException {
        return pool(Role.LANE).getConnection();
    }

    private Jdbi jdbi(Role role) {
        return java.util.Objects.requireNonNull(jdbi.get(role));
    }

    private HikariDataSource pool(Role role) {
        return java.util.Objects.requireNonNull(pools.get(role));
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
