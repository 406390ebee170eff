// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.app.Scene;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.TenantsModule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A node's features on a real database, accessed by key. Each further node has its own snapshots and pools. */
public final class TestNode implements AutoCloseable {
    /** Every scope a tenant's secret key can have. */
    public static final List<String> TENANT_SCOPES = Arrays.stream(Scope.values())
            .filter(scope -> scope != Scope.TENANTS_WRITE)
            .map(Scope::wire)
            .toList();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final TestDatabase test;
    private final Scene scene;
    private final Clock clock;
    private final Secret operatorKey;
    private final List<TestNode> others = new CopyOnWriteArrayList<>();

    private TestNode(TestDatabase test, Database database, Clock clock, Optional<Secret> operatorKey) {
        this.test = test;
        this.clock = clock;
        this.scene = new Scene(test, database, clock);
        this.operatorKey = operatorKey.orElseGet(
                () -> keys().bootstrap(job()).orElseThrow().text());
    }

    /** The first node on a fresh database; it creates the first operator's key. */
    public static TestNode first(TestDatabase test, Clock clock) {
        return new TestNode(test, test.database(), clock, Optional.empty());
    }

    /** Another node on the same database; closed with this one. */
    public TestNode another() {
        TestNode other = new TestNode(test, test.node(), clock, Optional.of(operatorKey));
        others.add(other);
        return other;
    }

    /** A system job. */
    public static Principal.SystemJob job() {
        return new Principal.SystemJob("test", "req_test");
    }

    /** The key of an operator with every scope. */
    public Secret operatorKey() {
        return operatorKey;
    }

    /** That operator, authenticated against the current state. */
    public Principal operator() {
        on().snapshots().fresh(TenantId.PLATFORM);
        return authenticate(operatorKey, "");
    }

    /** A new tenant with the standard policy and a slug that begins with {@code acme-}. */
    public Tenant tenant() {
        return tenant("acme-" + NUMBER.incrementAndGet());
    }

    /** A new tenant with the standard policy. */
    public Tenant tenant(String slug) {
        return tenants().tenants().create(operator(), new NewTenant(slug, "Of the test", null), Optional.empty());
    }

    /** A new secret key of the tenant. */
    public CreatedKey key(Tenant tenant, List<String> scopes) {
        NewApiKey wanted = new NewApiKey(KeyKind.SECRET, "of the test", scopes, null, null, null, null);
        return keys().create(operator(), tenant.id(), wanted, Optional.empty());
    }

    /** A new publishable key of the tenant. */
    public CreatedKey publishableKey(Tenant tenant, String origin, String... agents) {
        NewApiKey wanted =
                new NewApiKey(KeyKind.PUBLISHABLE, "of the test", null, null, List.of(origin), List.of(agents), null);
        return keys().create(operator(), tenant.id(), wanted, Optional.empty());
    }

    /** The principal for that key from that origin. */
    public Principal authenticate(Secret key, String origin) {
        return authenticator().authenticate(new Credentials.Bearer(key), origin, "req_test");
    }

    /** A number read by the superuser, whom no policy restricts. */
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

    /** Serves a request as the router does: retried once if what admitted it has changed, then {@code busy}. */
    public <T> T serve(Secret key, Function<Principal, T> work) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                return work.apply(authenticate(key, ""));
            } catch (StaleEpoch stale) {
                on().snapshots().drop(stale);
            }
        }
        throw Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.");
    }

    /** The foundation of its features. */
    public Foundation on() {
        return scene.on();
    }

    public Evictions evictions() {
        return scene.evictions();
    }

    public TenantsModule tenants() {
        return scene.tenants();
    }

    public ApiKeys keys() {
        return access().keys();
    }

    public AccessModule access() {
        return scene.access();
    }

    public Authenticator authenticator() {
        return access().authenticator();
    }

    /** The feature of that type. */
    public <M extends FeatureModule> M module(Class<M> type) {
        return scene.module(type);
    }

    /** The routes of all features. */
    public List<Route<?>> routes() {
        return scene.routes();
    }

    @Override
    public void close() {
        others.forEach(TestNode::close);
        scene.close();
    }
}
