package dev.stagedoor.access;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.TenantsConfig;
import dev.stagedoor.tenants.TenantsModule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A node up to floor 2, on a real database: tenants, keys and the ledger, as {@code app} puts them together. More nodes
 * on the same database have snapshots and pools of their own.
 */
public final class TestNode implements AutoCloseable {
    /** Every scope a tenant's secret key can have. */
    public static final List<String> TENANT_SCOPES = Arrays.stream(Scope.values())
            .filter(scope -> scope != Scope.TENANTS_WRITE)
            .map(Scope::wire)
            .toList();

    private static final MasterKeys MASTER_KEYS = MasterKeys.of(MasterKey.generate());
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final TestDatabase test;
    private final Database database;
    private final Clock clock;
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final Idempotency idempotency;
    private final DataKeys dataKeys;
    private final Evictions evictions;
    private final TenantsModule tenants;
    private final AccessModule access;
    private final Secret operatorKey;
    private final List<TestNode> others = new CopyOnWriteArrayList<>();

    private TestNode(TestDatabase test, Database database, Clock clock, Optional<Secret> operatorKey) {
        this.test = test;
        this.database = database;
        this.clock = clock;
        this.ledger = new Ledger(database, clock);
        this.snapshots = new Snapshots(database, clock);
        this.idempotency = new Idempotency(ledger, database, clock);
        this.dataKeys = new DataKeys(MASTER_KEYS, clock);
        this.evictions = new Evictions(ledger, database, clock);
        this.tenants = new TenantsModule(
                ledger, database, idempotency, dataKeys, evictions, new TenantsConfig(Duration.ofDays(30)), clock);
        this.access = new AccessModule(
                ledger, database, snapshots, idempotency, tenants.tenants(), new AccessConfig(true), clock);
        this.operatorKey = operatorKey.orElseGet(
                () -> access.keys().bootstrap(job()).orElseThrow().text());
    }

    /** The first node on a fresh database; it makes the first operator's key. */
    public static TestNode first(TestDatabase test, Clock clock) {
        return new TestNode(test, test.database(), clock, Optional.empty());
    }

    /** Another node on the same database; closed with this one. */
    public TestNode another() {
        TestNode other = new TestNode(test, test.node(), clock, Optional.of(operatorKey));
        others.add(other);
        return other;
    }

    /** A job of ours. */
    public static Principal.SystemJob job() {
        return new Principal.SystemJob("test", "req_test");
    }

    /** The key of an operator who may do everything. */
    public Secret operatorKey() {
        return operatorKey;
    }

    /** That operator, let in now by what is true now. */
    public Principal operator() {
        snapshots.fresh(TenantId.PLATFORM);
        return authenticate(operatorKey, "");
    }

    /** A new tenant with the standard policy and a slug that begins with {@code acme-}. */
    public Tenant tenant() {
        return tenant("acme-" + NUMBER.incrementAndGet());
    }

    /** A new tenant with the standard policy. */
    public Tenant tenant(String slug) {
        return tenants.tenants().create(operator(), new NewTenant(slug, "Of the test", null), Optional.empty());
    }

    /** A new secret key of the tenant. */
    public CreatedKey key(Tenant tenant, List<String> scopes) {
        NewApiKey wanted = new NewApiKey(KeyKind.SECRET, "of the test", scopes, null, null, null, null);
        return access.keys().create(operator(), tenant.id(), wanted, Optional.empty());
    }

    /** A new publishable key of the tenant. */
    public CreatedKey publishableKey(Tenant tenant, String origin, String... agents) {
        NewApiKey wanted =
                new NewApiKey(KeyKind.PUBLISHABLE, "of the test", null, null, List.of(origin), List.of(agents), null);
        return access.keys().create(operator(), tenant.id(), wanted, Optional.empty());
    }

    /** Who asks with that key, from that origin. */
    public Principal authenticate(Secret key, String origin) {
        return authenticator().authenticate(new Credentials.Bearer(key), origin, "req_test");
    }

    /** A number that the superuser reads, whom no policy binds. */
    public long count(String sql) {
        try (Connection connection = test.asAdmin();
                Statement statement = connection.createStatement();
                ResultSet rs = statement.executeQuery(sql)) {
            rs.next();
            return rs.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Serves one request as the router does: once more when what let it in has changed, then {@code busy}. */
    public <T> T serve(Secret key, Function<Principal, T> work) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                return work.apply(authenticate(key, ""));
            } catch (StaleEpoch stale) {
                snapshots.drop(stale);
            }
        }
        throw Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.");
    }

    public Database database() {
        return database;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public Idempotency idempotency() {
        return idempotency;
    }

    public DataKeys dataKeys() {
        return dataKeys;
    }

    public Evictions evictions() {
        return evictions;
    }

    public TenantsModule tenants() {
        return tenants;
    }

    public ApiKeys keys() {
        return access.keys();
    }

    public AccessModule access() {
        return access;
    }

    public Authenticator authenticator() {
        return access.authenticator();
    }

    @Override
    public void close() {
        others.forEach(TestNode::close);
        access.close();
        ledger.close();
    }
}
