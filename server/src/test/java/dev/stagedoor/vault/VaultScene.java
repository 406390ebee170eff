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
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import dev.stagedoor.tenants.TenantsConfig;
import dev.stagedoor.tenants.TenantsModule;
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

/** Tenants with sandboxes for LiveKit servers, and vaults on one or several nodes: what the tests of the vault play on. */
public final class VaultScene implements AutoCloseable {
    /** One for all: the platform's data key outlives a scene. */
    private static final MasterKeys MASTER_KEYS = MasterKeys.of(MasterKey.generate());

    private final TestDatabase database;
    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final List<Runnable> opened = new ArrayList<>();
    private final Node node;
    private final TenantsModule tenants;
    private CredentialUse use = (tx, kind, version) -> false;

    /** A LiveKit server of its own with one key. */
    public record Server(SandboxLiveKit sandbox, String url, String key, String secret) {
        /** What a tenant would put for it. */
        public LiveKitCredentialRequest request() {
            return new LiveKitCredentialRequest(url, key, secret);
        }

        LiveKitCredentialRequest with(String otherSecret) {
            return new LiveKitCredentialRequest(url, key, otherSecret);
        }
    }

    /** One node's vault, with what it stands on. */
    public record Node(
            Ledger ledger, DataKeys dataKeys, Snapshots snapshots, LiveKitClient client, VaultModule module) {
        public Vault vault() {
            return module.vault();
        }

        SharedServers servers() {
            return module.sharedServers();
        }
    }

    public VaultScene(TestDatabase database) {
        this.database = database;
        this.node = node(database.database(), VaultConfig.usual(), EgressConfig.withLoopback());
        this.tenants = new TenantsModule(
                node.ledger(),
                database.database(),
                new Idempotency(node.ledger(), database.database(), clock),
                node.dataKeys(),
                new Evictions(node.ledger(), database.database(), clock),
                new TenantsConfig(Duration.ofDays(30)),
                clock);
    }

    Node node(VaultConfig config) {
        return node(database.node(), config, EgressConfig.withLoopback());
    }

    Node node(Database pools, VaultConfig config, EgressConfig where) {
        Ledger ledger = new Ledger(pools, clock);
        DataKeys dataKeys = new DataKeys(MASTER_KEYS, clock);
        Egress egress = new Egress(where);
        LiveKitClient client = LiveKitClient.create((host, address) -> egress.permits(address));
        opened.add(client::close);
        opened.add(ledger::close);
        CredentialUse asked = (tx, kind, version) -> use.inUse(tx, kind, version);
        VaultModule module =
                new VaultModule(new VaultModule.Ground(pools, ledger, dataKeys, clock), config, client, egress, asked);
        return new Node(ledger, dataKeys, new Snapshots(pools, clock), client, module);
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

    void calls(CredentialUse answers) {
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

    /** The tenants' own doors. */
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

    static String randomSecret() {
        return UUID.randomUUID() + "-" + UUID.randomUUID();
    }

    /** Puts it by the tenant's own key. */
    public Credential put(TenantId tenant, Server server) {
        return vault().put(keyOf(tenant), tenant, server.request(), true);
    }

    /** Grants the tenant a token that ends after {@code ttl}. */
    void grantToken(TenantId tenant, Duration ttl) {
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

    long epoch(TenantId tenant) {
        return node.ledger().read(operator(), tenant, Tx::epoch);
    }

    List<Credential> versions(TenantId tenant) {
        return vault().list(operator(), tenant, new Page.Request(50, null)).items();
    }

    /** The actions of the tenant's audit chain about credentials, in order. */
    List<String> audited(TenantId tenant) {
        return query("SELECT action FROM audit_entries WHERE action LIKE 'credential%' AND tenant_id = '" + tenant
                + "' ORDER BY seq");
    }

    /** How many claims the tenant has. */
    int claims(TenantId tenant) {
        return query("SELECT part FROM credential_fingerprints WHERE tenant_id = '" + tenant + "'")
                .size();
    }

    /** The first column, read by the superuser. */
    List<String> query(String sql) {
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
