package dev.stagedoor.app;

import dev.stagedoor.access.AccessModule;
import dev.stagedoor.agents.AgentsModule;
import dev.stagedoor.audit.AuditModule;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.calls.CallsModule;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.DatabaseConfig;
import dev.stagedoor.db.EpochListener;
import dev.stagedoor.db.RolePasswords;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.dispatch.DispatchModule;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.evictions.EvictionsModule;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.projects.LiveKitKind;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.projects.ProjectsModule;
import dev.stagedoor.tenants.TenantsModule;
import dev.stagedoor.tokens.TokensModule;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.VaultModule;
import dev.stagedoor.webhooks.WebhookKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** All features, constructed from the ground up. Nothing runs yet. */
final class Features implements AutoCloseable {
    final Database database;
    final Snapshots snapshots;
    final Ledger ledger;
    final Idempotency idempotency;
    final AuditModule audit;
    final TenantsModule tenants;
    final AccessModule access;
    final VaultModule vault;
    final ProjectsModule projectsModule;
    final AgentsModule agents;
    final EvictionsModule evictions;
    final DispatchModule dispatch;
    final TokensModule tokens;
    final CallsModule calls;
    private final LiveKitClient livekit;
    private final EpochListener epochs;

    Features(AppConfig config, MasterKeys keys, Clock clock) {
        database = new Database(database(config.database(), keys));
        snapshots = new Snapshots(database, clock);
        ledger = new Ledger(database, clock, config.ledger());
        epochs = new EpochListener(database, snapshots);
        audit = AuditModule.of(ledger);
        idempotency = new Idempotency(ledger, database, clock);
        DataKeys dataKeys = new DataKeys(keys, clock);
        Evictions evicted = new Evictions(ledger, database, clock);
        tenants = new TenantsModule(ledger, database, idempotency, dataKeys, evicted, config.tenants(), clock);
        access = new AccessModule(ledger, database, snapshots, idempotency, tenants.tenants(), config.access(), clock);
        Egress egress = new Egress(config.egress());
        livekit = LiveKitClient.create((host, address) -> egress.permits(address), clock);
        List<Kind<?>> kinds = List.of(
                new LiveKitKind(livekit, egress, config.vault().probeTimeout(), CallsModule.credentialUse()),
                new WebhookKind());
        vault = new VaultModule(database, ledger, dataKeys, config.vault(), kinds, clock);
        projectsModule = new ProjectsModule(ledger, vault, snapshots, livekit, config.projects(), clock);
        Projects projects = projectsModule.projects();
        agents = new AgentsModule(ledger, idempotency);
        evictions = new EvictionsModule(evicted, projects, clock);
        dispatch = new DispatchModule(database, ledger, snapshots, projects, config.dispatch(), clock);
        tokens = new TokensModule(
                ledger,
                snapshots,
                projects,
                CallsModule.agentsForTokens(dispatch.dispatches(), config.dispatch()),
                evicted,
                clock);
        calls = calls(config, projects, evicted, clock);
    }

    private CallsModule calls(AppConfig config, Projects projects, Evictions evicted, Clock clock) {
        return new CallsModule(
                new CallsModule.Storage(database, ledger, snapshots, idempotency),
                new CallsModule.Parts(projects, tokens.tokens(), dispatch.dispatches(), evicted),
                access.authenticator(),
                config.dispatch(),
                config.calls(),
                clock);
    }

    /** How the server enters the database: its roles' passwords are made from the master key. */
    static DatabaseConfig database(DatabaseSettings settings, MasterKeys keys) {
        return new DatabaseConfig(settings.url(), settings.rolePrefix(), RolePasswords.of(keys), settings.poolSize());
    }

    /** The routes of all features. */
    List<Route<?>> routes() {
        List<Route<?>> routes = new ArrayList<>();
        routes.addAll(tenants.routes());
        routes.addAll(access.routes());
        routes.addAll(audit.routes());
        routes.addAll(vault.routes());
        routes.addAll(projectsModule.routes());
        routes.addAll(agents.routes());
        routes.addAll(tokens.routes());
        routes.addAll(calls.routes());
        routes.addAll(dispatch.routes());
        return routes;
    }

    @Override
    public void close() {
        calls.close();
        dispatch.close();
        evictions.close();
        access.close();
        epochs.close();
        ledger.close();
        livekit.close();
        database.close();
    }
}
