// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.access.AccessModule;
import dev.stagedoor.accounts.AccountsModule;
import dev.stagedoor.agents.AgentsModule;
import dev.stagedoor.audit.AuditModule;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.budgets.BudgetModule;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.calls.CallsModule;
import dev.stagedoor.calls.timeline.TimelineModule;
import dev.stagedoor.chatusers.ChatUsersModule;
import dev.stagedoor.chatusers.upstream.UpstreamClient;
import dev.stagedoor.chatusers.upstream.UpstreamKind;
import dev.stagedoor.chatusers.upstream.UpstreamModule;
import dev.stagedoor.claude.AnthropicKind;
import dev.stagedoor.claude.ClaudeModule;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.DatabaseConfig;
import dev.stagedoor.db.EpochListener;
import dev.stagedoor.db.RolePasswords;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.dispatch.DispatchModule;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.events.EventsModule;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.evictions.EvictionsModule;
import dev.stagedoor.evidence.Canaries;
import dev.stagedoor.evidence.EvidenceModule;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.launch.LaunchModule;
import dev.stagedoor.launch.secrets.SecretKind;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.models.ModelsModule;
import dev.stagedoor.numbers.NumbersModule;
import dev.stagedoor.oidc.OidcModule;
import dev.stagedoor.orchestration.OrchestrationModule;
import dev.stagedoor.outbound.GuardedAddress;
import dev.stagedoor.outbound.GuardedHttp;
import dev.stagedoor.participants.Participants;
import dev.stagedoor.projects.LiveKitKind;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.projects.ProjectsModule;
import dev.stagedoor.realtime.RealtimeModule;
import dev.stagedoor.realtime.agent.TextAgents;
import dev.stagedoor.reminders.RemindersModule;
import dev.stagedoor.retention.Retained;
import dev.stagedoor.retention.RetentionConfig;
import dev.stagedoor.retention.RetentionModule;
import dev.stagedoor.rewrap.RewrapModule;
import dev.stagedoor.roomevents.RoomEvent;
import dev.stagedoor.roomevents.RoomEventsModule;
import dev.stagedoor.roomevents.RoomListener;
import dev.stagedoor.sessions.SessionsModule;
import dev.stagedoor.telephony.TelephonyModule;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tenants.TenantsModule;
import dev.stagedoor.tokens.TokensModule;
import dev.stagedoor.tracing.Tracing;
import dev.stagedoor.usage.UsageModule;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.VaultModule;
import dev.stagedoor.vault.claims.PlatformClaims;
import dev.stagedoor.webhooks.WebhookKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Constructs all features, from the lowest floor up. Starts nothing. */
final class Features implements AutoCloseable {
    final PrometheusMeterRegistry meters = Meters.registry();
    final Foundation on;
    final Evictions evicted;
    private final Participants participants;
    private final Canaries canaries = new Canaries();
    final TenantsModule tenants;
    final AccessModule access;
    final PlatformClaims claims;
    private final LiveKitClient livekit;
    private final EpochListener epochs;
    private final Tracing tracing;

    /** In the order of their construction. */
    final List<FeatureModule> modules;

    /** In that database, which stays open when they are closed. */
    Features(Database database, AppConfig config, MasterKeys keys, Clock time) {
        // As PostgreSQL stores times: what is answered is what is read later.
        Clock clock = Clock.tick(time, Duration.ofNanos(1_000));
        on = foundation(database, config, keys, clock, meters);
        tracing = new Tracing(config.tracing());
        epochs = new EpochListener(on.database(), on.snapshots());
        evicted = new Evictions(on.ledger(), clock);
        participants = new Participants(on.ledger(), clock);
        Egress egress = new Egress(config.egress());
        livekit = LiveKitClient.create((host, address) -> egress.permits(address), clock);
        UpstreamClient upstream = new UpstreamClient(egress, config.chatusers().upstreamTimeout());
        List<Kind<?>> kinds = kinds(config, egress, upstream);
        tenants = new TenantsModule(on, evicted, erasures(kinds), config.tenants());
        access = new AccessModule(on, tenants.tenants(), config.access());
        VaultModule vault = new VaultModule(on, kinds, config.vault());
        claims = vault.platformClaims();
        List<FeatureModule> all = new ArrayList<>(modules(config, egress, vault, upstream));
        all.addAll(ofKeys(config));
        modules = List.copyOf(all);
    }

    private List<Kind<?>> kinds(AppConfig config, Egress egress, UpstreamClient upstream) {
        List<Kind<?>> kinds = new ArrayList<>(TelephonyModule.kinds());
        kinds.addAll(List.of(
                new LiveKitKind(
                        livekit,
                        egress,
                        config.vault().probeTimeout(),
                        config.projects().developmentKey(),
                        CallsModule.credentialUse().and(LaunchModule.credentialUse())),
                new WebhookKind(),
                new SecretKind(),
                new AnthropicKind(egress),
                new UpstreamKind(upstream, egress)));
        return List.copyOf(kinds);
    }

    /** What the features of app users stand on. */
    private record Shared(
            Egress egress,
            VaultModule vault,
            UpstreamClient upstream,
            ClaudeModule claude,
            BudgetModule budgets,
            ModelsModule models,
            Rooms rooms) {}

    /** What app users speak through. */
    private record Rooms(ProjectsModule ofProjects, TokensModule tokens, Calls calls, LaunchModule launched) {
        Projects projects() {
            return ofProjects.projects();
        }
    }

    private List<FeatureModule> modules(AppConfig config, Egress egress, VaultModule vault, UpstreamClient upstream) {
        ProjectsModule ofProjects = new ProjectsModule(on, vault, livekit, config.projects());
        Projects projects = ofProjects.projects();
        ClaudeModule claude = new ClaudeModule(on, vault, egress, tracing.tracer(), config.claude());
        BudgetModule budgets = new BudgetModule(on);
        EvictionsModule evictions = new EvictionsModule(evicted, projects, on.database(), on.clock());
        DispatchModule dispatch = new DispatchModule(on, projects, participants, config.dispatch());
        TokensModule tokens = new TokensModule(on, projects, CallsModule.agentsForTokens(), evicted);
        CallsModule calls =
                calls(config, new CallsModule.Doors(projects, tokens.tokens(), dispatch.dispatches(), evicted));
        ModelsModule.Means means = new ModelsModule.Means(
                claude, budgets.calls(), config.orchestration().prices());
        ModelsModule models = new ModelsModule(
                on, new ModelsModule.Doors(tenants.tenants(), projects, dispatch.dispatches()), means, config.models());
        OrchestrationModule orchestration = new OrchestrationModule(on, claude, config.orchestration());
        List<FeatureModule> all = new ArrayList<>(List.of(tenants, access, vault, ofProjects, claude));
        all.addAll(List.of(new AgentsModule(on), new EventsModule(on, egress, config.events())));
        NumbersModule numbers = new NumbersModule(on);
        TelephonyModule.Doors byPhone =
                new TelephonyModule.Doors(tenants.tenants(), vault.vault(), projects, numbers.numbers(), calls.calls());
        all.addAll(List.of(numbers, budgets, evictions, dispatch, tokens, calls, models, orchestration));
        all.addAll(List.of(
                telephony(config, egress, byPhone),
                roomEvents(projects, calls.calls(), dispatch.dispatches()),
                new TimelineModule(on, calls.calls(), dispatch.dispatches()),
                new UsageModule(on, tenants.tenants())));
        LaunchModule launched = launch(config, projects, vault);
        Shared shared = new Shared(
                egress,
                vault,
                upstream,
                claude,
                budgets,
                models,
                new Rooms(ofProjects, tokens, calls.calls(), launched));
        all.addAll(ofAppUsers(config, shared));
        all.addAll(List.of(launched, new RetentionModule(on, retained(config.retention()))));
        return List.copyOf(all);
    }

    private List<FeatureModule> ofKeys(AppConfig config) {
        return List.of(
                new RewrapModule(on), new RemindersModule(on, config.vault().remindAge()));
    }

    private CallsModule calls(AppConfig config, CallsModule.Doors doors) {
        return new CallsModule(
                on, doors, access.authenticator(), config.dispatch(), config.calls(), TelephonyModule.phoneFacts());
    }

    private TelephonyModule telephony(AppConfig config, Egress egress, TelephonyModule.Doors doors) {
        GuardedHttp carriers = new GuardedHttp(egress, Duration.ofSeconds(5));
        return new TelephonyModule(on, doors, config.telephony(), config.http().publicUrl(), carriers);
    }

    private LaunchModule launch(AppConfig config, Projects projects, VaultModule vault) {
        LaunchModule.Doors doors =
                new LaunchModule.Doors(projects, vault.vault(), config.http().publicUrl());
        return new LaunchModule(on, doors, config.launch(), Runtimes.of(config, on.clock()));
    }

    private static List<Retained> retained(RetentionConfig config) {
        return List.of(
                CallsModule.retained(config.calls(), TelephonyModule::forget),
                DispatchModule.retained(config.dispatches()),
                Participants.retained(config.participants()),
                EventsModule.retained(config.deliveries()));
    }

    /** Who looks earlier when a LiveKit says that something happened. */
    private RoomEventsModule roomEvents(Projects projects, Calls calls, Dispatches dispatches) {
        RoomListener ofCalls = (by, tenant, events) -> calls.hint(by, tenant, RoomEvent.rooms(events));
        RoomListener ofEvictions = (by, tenant, events) -> evicted.hint(by, tenant, RoomEvent.rooms(events));
        return new RoomEventsModule(on, projects, List.of(participants, ofEvictions, ofCalls), (tenant, room) -> {
            dispatches.hint(tenant, room);
            canaries.heard(tenant, room);
        });
    }

    private EvidenceModule evidence(AppConfig config, Shared shared, SessionsModule sessions) {
        return new EvidenceModule(
                on,
                new EvidenceModule.Doors(
                        shared.vault(),
                        shared.rooms().ofProjects(),
                        evicted,
                        shared.rooms().tokens().tokens(),
                        shared.rooms().launched().environments(),
                        canaries,
                        sessions.documents()),
                new GuardedHttp(shared.egress(), Duration.ofSeconds(2)),
                config.evidence());
    }

    private List<FeatureModule> ofAppUsers(AppConfig config, Shared shared) {
        SessionsModule sessions =
                new SessionsModule(on, access.authenticator(), ChatUsersModule.resources(on), config.sessions());
        ChatUsersModule chatUsers =
                new ChatUsersModule(on, sessions, config.sessions().tokenTime(), config.chatusers());
        TextAgents.Charged charged = new TextAgents.Charged(
                shared.budgets().calls(),
                config.orchestration().prices(),
                shared.models().meter(),
                config.orchestration().defaultModel(),
                config.realtime().maxTokens());
        UpstreamModule upstreams = new UpstreamModule(on, shared.vault(), chatUsers, shared.upstream());
        TextAgents agents = new TextAgents(on.snapshots(), shared.claude(), charged);
        return List.of(
                sessions,
                new AccountsModule(
                        on,
                        sessions,
                        List.of(RealtimeModule.userErasure(), ChatUsersModule.userErasure()),
                        config.accounts()),
                new OidcModule(on, sessions, shared.egress()),
                chatUsers,
                upstreams,
                new RealtimeModule(
                        on,
                        new RealtimeModule.Doors(
                                sessions,
                                chatUsers.places(),
                                upstreams.connections(),
                                agents,
                                shared.rooms().calls(),
                                shared.rooms().projects(),
                                new GuardedAddress(shared.egress())),
                        config.realtime()),
                evidence(config, shared, sessions));
    }

    /** What each feature does when a tenant is deleted. */
    private static List<Erasure> erasures(List<Kind<?>> kinds) {
        return List.of(
                AccessModule.erasure(),
                SessionsModule.erasure(),
                AccountsModule.erasure(),
                OidcModule.erasure(),
                VaultModule.erasure(kinds),
                OrchestrationModule.erasure(),
                BudgetModule.erasure(),
                ModelsModule.erasure(),
                ClaudeModule.erasure(),
                AgentsModule.erasure(),
                LaunchModule.erasure(),
                NumbersModule.erasure(),
                RealtimeModule.erasure(),
                ChatUsersModule.erasure(),
                UpstreamModule.erasure(),
                DispatchModule.erasure(),
                TelephonyModule.erasure(),
                Participants.erasure(),
                CallsModule.erasure(),
                UsageModule.erasure(),
                EvidenceModule.erasure(),
                EventsModule.erasure(),
                RetentionModule.erasure());
    }

    private static Foundation foundation(
            Database database, AppConfig config, MasterKeys keys, Clock clock, MeterRegistry meters) {
        Ledger ledger = new Ledger(database, clock, config.ledger());
        ledger.bindTo(meters);
        return new Foundation(
                database,
                new Snapshots(database, clock),
                ledger,
                new Idempotency(ledger, database, clock),
                new DataKeys(keys, clock),
                clock,
                meters);
    }

    /** How the server logs in to the database: the roles' passwords are derived from the master key. */
    static Database database(DatabaseSettings settings, MasterKeys keys) {
        return new Database(new DatabaseConfig(
                settings.url(),
                settings.rolePrefix(),
                RolePasswords.byEach(keys),
                settings.poolSize(),
                settings.statementTimeout()));
    }

    /** The routes of all features. */
    List<Route<?>> routes() {
        List<Route<?>> routes = new ArrayList<>(AuditModule.of(on.ledger()).routes());
        modules.forEach(module -> routes.addAll(module.routes()));
        return routes;
    }

    /** What the features do by themselves. */
    List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        modules.forEach(module -> jobs.addAll(module.jobs()));
        jobs.add(AuditModule.parts(on.database()));
        Principal.SystemJob purge = new Principal.SystemJob("purge", "purge");
        jobs.add(new Job(
                "idempotency", Duration.ofHours(1), () -> on.idempotency().purge(purge)));
        return jobs;
    }

    /** What the features add to the metrics. */
    List<MeterBinder> meters() {
        return modules.stream().flatMap(module -> module.meters().stream()).toList();
    }

    /** The server listens on that port. */
    void listenOn(int port) {
        for (FeatureModule module : modules) {
            if (module instanceof LaunchModule launch) {
                launch.listensOn(port);
            }
        }
    }

    /** Starts every feature; {@link IllegalStateException} if one says that the server must not start. */
    void start() {
        modules.forEach(FeatureModule::start);
    }

    @Override
    public void close() {
        modules.reversed().forEach(FeatureModule::close);
        tracing.close();
        epochs.close();
        on.ledger().close();
        livekit.close();
        meters.close();
    }
}
