// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.audit.Budget;
import dev.stagedoor.audit.Cost;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.projects.CredentialUse;
import dev.stagedoor.projects.LiveKitKind;
import dev.stagedoor.projects.ProjectsConfig;
import dev.stagedoor.projects.ProjectsModule;
import dev.stagedoor.projects.SharedServers;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import dev.stagedoor.tenants.TenantsConfig;
import dev.stagedoor.tenants.TenantsModule;
import dev.stagedoor.webhooks.WebhookKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tenants with sandboxes as LiveKit servers, and vaults on one or several nodes: the setup for the vault's tests. */
public final class VaultScene implements AutoCloseable {
    public static final CredentialRef LIVEKIT = CredentialRef.of("livekit");

    /** Shared: the platform's data key outlives a scene. */
    private static final MasterKeys MASTER_KEYS = MasterKeys.of(MasterKey.generate());

    private final TestDatabase database;
    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final List<Runnable> opened = new ArrayList<>();
    private final Node node;
    private final TenantsModule tenants;
    private CredentialUse use = (tx, version) -> false;

    /** A LiveKit server of its own with one key. */
    public record Server(SandboxLiveKit sandbox, String url, String key, String secret) {
        /** The request that puts it. */
        public LiveKitCredentialRequest request() {
            return new LiveKitCredentialRequest(url, key, secret);
        }

        public LiveKitCredentialRequest with(String otherSecret) {
            return new LiveKitCredentialRequest(url, key, otherSecret);
        }
    }

    /** One node's vault, with its foundation. */
    public record Node(
            Foundation on, LiveKitClient client, LiveKitKind livekit, VaultModule module, ProjectsModule projects) {
        public Ledger ledger() {
            return on.ledger();
        }

        public Snapshots snapshots() {
            return on.snapshots();
        }

        /** Processes everything due, once. */
        public void sweep() {
            module.jobs().forEach(job -> job.work().run());
        }

        public Vault vault() {
            return module.vault();
        }

        public SharedServers servers() {
            return projects.sharedServers();
        }

        /** Puts a LiveKit project. */
        public Credential put(Principal by, TenantId tenant, LiveKitCredentialRequest request, boolean verify) {
            return vault().put(by, tenant, new PutCredential(LIVEKIT, livekit.propose(request), verify));
        }
    }

    public VaultScene(TestDatabase database) {
        this.database = database;
        this.node = node(database.database(), VaultConfig.usual(), EgressConfig.withLoopback());
        this.tenants = new TenantsModule(
                node.on(),
                new Evictions(node.ledger(), clock),
                List.of(VaultModule.erasure(List.of(node.livekit()))),
                new TenantsConfig(Duration.ofDays(30)));
    }

    public Node node(VaultConfig config) {
        return node(database.node(), config, EgressConfig.withLoopback());
    }

    /** Another node, with this as the platform's own project. */
    public Node node(ProjectsConfig platform) {
        return node(database.node(), VaultConfig.usual(), platform, EgressConfig.withLoopback());
    }

    public Node node(Database pools, VaultConfig config, EgressConfig where) {
        return node(pools, config, ProjectsConfig.usual(), where);
    }

    private Node node(Database pools, VaultConfig config, ProjectsConfig platform, EgressConfig where) {
        Ledger ledger = new Ledger(pools, clock);
        Foundation on = new Foundation(
                pools,
                new Snapshots(pools, clock),
                ledger,
                new Idempotency(ledger, pools, clock),
                new DataKeys(MASTER_KEYS, clock),
                clock,
                new SimpleMeterRegistry());
        Egress egress = new Egress(where);
        LiveKitClient client = LiveKitClient.create((host, address) -> egress.permits(address));
        opened.add(client::close);
        opened.add(ledger::close);
        LiveKitKind livekit = new LiveKitKind(
                client,
                egress,
                config.probeTimeout(),
                platform.developmentKey(),
                (tx, version) -> use.inUse(tx, version));
        VaultModule module = new VaultModule(on, List.of(livekit, new WebhookKind()), config);
        ProjectsModule projects = new ProjectsModule(on, module, client, platform);
        return new Node(on, client, livekit, module, projects);
    }

    /** The first node. */
    public Node node() {
        return node;
    }

    public Vault vault() {
        return node.vault();
    }

    public TurnableClock clock() {
        return clock;
    }

    public void calls(CredentialUse answers) {
        use = answers;
    }

    public Principal operator() {
        return new Principal.Operator(KeyId.next(clock.instant()), Set.of(), null, "req_1");
    }

    public Principal keyOf(TenantId tenant) {
        return new Principal.TenantKey(tenant, KeyId.next(clock.instant()), Set.of(), null, "req_1");
    }

    /** A new tenant. */
    public TenantId tenant() {
        String slug = "t" + UUID.randomUUID().toString().substring(0, 13);
        return tenants.tenants()
                .create(operator(), new NewTenant(slug, "A tenant", null), Optional.empty())
                .id();
    }

    /** The tenants' module. */
    public TenantsModule tenants() {
        return tenants;
    }

    /** A server with a key and a random secret. */
    public Server server() {
        return server("API" + UUID.randomUUID().toString().substring(0, 8), randomSecret());
    }

    public Server server(String key, String secret) {
        SandboxLiveKit sandbox = SandboxLiveKit.start(0, SandboxKey.of(key, secret), SandboxSettings.realTime());
        opened.add(sandbox::close);
        return new Server(sandbox, "ws://127.0.0.1:" + sandbox.port(), key, secret);
    }

    public static String randomSecret() {
        return UUID.randomUUID() + "-" + UUID.randomUUID();
    }

    /** Puts it with the tenant's own key. */
    public Credential put(TenantId tenant, Server server) {
        return put(keyOf(tenant), tenant, server.request(), true);
    }

    /** Puts a LiveKit project on the first node. */
    public Credential put(Principal by, TenantId tenant, LiveKitCredentialRequest request, boolean verify) {
        return node.put(by, tenant, request, verify);
    }

    /** Grants the tenant a token that expires after {@code ttl}. */
    public void grantToken(TenantId tenant, Duration ttl) {
        Instant now = clock.instant();
        node.ledger()
                .changing(
                        operator(),
                        tenant,
                        change -> change.append(
                                Draft.of(operator(), now, "token.mint", "room", "{}"),
                                Cost.token(now.plus(ttl)),
                                Budget.UNLIMITED));
    }

    public long epoch(TenantId tenant) {
        return node.ledger().read(operator(), tenant, Tx::epoch);
    }

    public List<Credential> versions(TenantId tenant) {
        return vault().list(operator(), tenant, new Page.Request(50, null)).items();
    }

    /** The actions of the tenant's audit chain about credentials, in order. */
    public List<String> audited(TenantId tenant) {
        return query("SELECT action FROM audit_entries WHERE action LIKE 'credential%' AND tenant_id = '" + tenant
                + "' ORDER BY seq");
    }

    /** The tenant's number of claims. */
    public int claims(TenantId tenant) {
        return query("SELECT part FROM credential_fingerprints WHERE tenant_id = '" + tenant + "'")
                .size();
    }

    /** The first column, read by the superuser. */
    public List<String> query(String sql) {
        try (Connection admin = database.asAdmin();
                Statement statement = admin.createStatement();
                ResultSet rs = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (rs.next()) {
                rows.add(rs.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        opened.reversed().forEach(Runnable::run);
    }
}
