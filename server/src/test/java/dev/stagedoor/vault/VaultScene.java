// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.app.Scene;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.projects.LiveKitKind;
import dev.stagedoor.projects.ProjectsConfig;
import dev.stagedoor.projects.ProjectsModule;
import dev.stagedoor.projects.SharedServers;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import dev.stagedoor.tenants.TenantsModule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Tenants with sandboxes as LiveKit servers, and nodes as the server wires them, on a clock that the tests turn: the setup
 * for the vault's tests.
 */
public final class VaultScene implements AutoCloseable {
    public static final CredentialRef LIVEKIT = CredentialRef.of("livekit");

    private final TestDatabase database;
    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final List<Runnable> opened = new ArrayList<>();
    private final Node node;

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

    /** One node's features. */
    public record Node(Scene features) {
        public Foundation on() {
            return features.on();
        }

        public Ledger ledger() {
            return on().ledger();
        }

        public Snapshots snapshots() {
            return on().snapshots();
        }

        public ProjectsModule projects() {
            return features.module(ProjectsModule.class);
        }

        public SharedServers servers() {
            return projects().sharedServers();
        }

        public Vault vault() {
            return module().vault();
        }

        public LiveKitKind livekit() {
            return (LiveKitKind) module().kinds().of(LIVEKIT.kind());
        }

        VaultModule module() {
            return features.module(VaultModule.class);
        }

        /** Processes everything of the vault that is due, once. */
        public void sweep() {
            module().sweeps().sweep();
        }

        /** Puts a LiveKit project. */
        public Credential put(Principal by, TenantId tenant, LiveKitCredentialRequest request, boolean verify) {
            return vault().put(by, tenant, new PutCredential(LIVEKIT, livekit().propose(request), verify));
        }
    }

    public VaultScene(TestDatabase database) {
        this.database = database;
        this.node = node(database.database(), UnaryOperator.identity());
    }

    /** Another node, as the first. */
    public Node another() {
        return node(UnaryOperator.identity());
    }

    /** Another node, with a configuration of its own. */
    public Node node(UnaryOperator<AppConfig> configure) {
        return node(database.node(), configure);
    }

    /** Another node, with this as the platform's own project. */
    public Node node(ProjectsConfig platform) {
        return node(usual -> TestConfig.with(usual, platform));
    }

    private Node node(Database pools, UnaryOperator<AppConfig> configure) {
        Scene scene = new Scene(database, pools, clock, configure);
        opened.add(scene::close);
        return new Node(scene);
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

    public Principal operator() {
        return new Principal.Operator(KeyId.next(clock.instant()), Set.of(), null, "req_1");
    }

    public Principal keyOf(TenantId tenant) {
        return new Principal.TenantKey(tenant, KeyId.next(clock.instant()), Set.of(), null, "req_1");
    }

    /** A new tenant. */
    public TenantId tenant() {
        String slug = "t" + UUID.randomUUID().toString().substring(0, 13);
        return tenants()
                .tenants()
                .create(operator(), new NewTenant(slug, "A tenant", null), Optional.empty())
                .id();
    }

    /** The tenants' module. */
    public TenantsModule tenants() {
        return node.features().tenants();
    }

    /** A server with a key and a random secret. */
    public Server server() {
        return server("API" + UUID.randomUUID().toString().substring(0, 8), randomSecret());
    }

    public Server server(String key, String secret) {
        SandboxSettings real = SandboxSettings.realTime();
        SandboxSettings settings = new SandboxSettings(clock, real.seed(), real.noResponseAfter());
        SandboxLiveKit sandbox = SandboxLiveKit.start(0, SandboxKey.of(key, secret), settings);
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
        return database.column(sql);
    }

    @Override
    public void close() {
        opened.reversed().forEach(Runnable::run);
    }
}
