// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.logs.LogFeeds;
import dev.stagedoor.launch.logs.WorkerLogs;
import dev.stagedoor.projects.CredentialUse;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts together what runs tenants' workers. */
public final class LaunchModule implements FeatureModule {
    private static final Duration FLUSH = Duration.ofSeconds(1);

    /** The last of what a worker wrote is stored that long after its end. */
    private static final Duration LAST_LINES = Duration.ofSeconds(5);

    private static final Principal.SystemJob BY = new Principal.SystemJob("workers", "workers");

    private final Ledger ledger;
    private final LaunchConfig config;
    private final String publicUrl;
    private final Nodes node;
    private final WorkerLogs logs;
    private final List<WorkerRuntime> runtimes;
    private final List<Reconciler> reconcilers = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final Workers workers;
    private final LogFeeds feeds;
    private volatile int port;

    /**
     * Where workers' credentials come from.
     *
     * @param publicUrl at which the outside reaches this server; "" if that is not known
     */
    public record Doors(Projects projects, Vault vault, String publicUrl) {}

    /** Workers by those runtimes. */
    public LaunchModule(Foundation on, Doors doors, LaunchConfig config, List<WorkerRuntime> runtimes) {
        this.ledger = on.ledger();
        this.config = config;
        this.publicUrl = doors.publicUrl();
        this.runtimes = List.copyOf(runtimes);
        this.node = new Nodes(on, config.nodeTimeout());
        LaunchMeters meters = new LaunchMeters(on.meters());
        this.logs = new WorkerLogs(
                on.ledger(),
                on.clock(),
                config.logs().perWorker().bytes(),
                config.logs().perTenant().bytes(),
                meters::dropped);
        Environments environments =
                new Environments(doors.projects(), doors.vault(), on.snapshots(), this::stagedoorUrl);
        Map<String, WorkerRuntime> byName = new HashMap<>();
        for (WorkerRuntime runtime : runtimes) {
            byName.put(runtime.name(), runtime);
            PoolTurn decisions = new PoolTurn(doors.projects(), doors.vault(), runtime, node.id());
            Reconciler reconciler = new Reconciler(on, runtime, node, decisions, environments, logs, meters);
            reconcilers.add(reconciler);
            jobs.add(new Job("workers-" + runtime.name(), config.pollInterval(), reconciler::round));
        }
        if (!runtimes.isEmpty()) {
            jobs.add(new Job("launch-node", node.pause(), node::live));
            jobs.add(new Job("worker-logs", FLUSH, logs::flush));
        }
        this.workers = new Workers(
                on.ledger(),
                doors.projects(),
                doors.vault(),
                byName,
                new SpecRules(byName.keySet(), config.perTenant()));
        this.feeds = new LogFeeds(
                on.ledger(),
                (tx, id) -> WorkerStore.find(tx, id)
                        .map(worker -> isOver(worker, on.clock().instant()))
                        .orElse(true));
    }

    private static boolean isOver(Worker worker, Instant now) {
        Instant endedAt = worker.times().endedAt();
        return endedAt != null && endedAt.plus(LAST_LINES).isBefore(now);
    }

    private Optional<String> stagedoorUrl(String runtime) {
        if (!config.stagedoorUrl().isEmpty()) {
            return Optional.of(config.stagedoorUrl());
        }
        if (!publicUrl.isEmpty()) {
            return Optional.of(publicUrl);
        }
        return runtime.equals("process") && port != 0 ? Optional.of("http://127.0.0.1:" + port) : Optional.empty();
    }

    /** The port that this server listens on: workers in processes reach it there. Before the jobs are started. */
    public void listensOn(int itsPort) {
        this.port = itsPort;
    }

    /** A deleted tenant has no workers: those that run are nobody's then, and end. */
    public static Erasure erasure() {
        return change -> {
            PoolStore.deleteAll(change.tx());
            WorkerStore.deleteAll(change.tx());
            WorkerLogs.erase(change);
        };
    }

    /** What stands on the versions of a LiveKit project: workers that were started with them. */
    public static CredentialUse credentialUse() {
        return WorkerStore::uses;
    }

    /** What workers that take calls really have in their environments, as far as this node can see. */
    public WorkerEnvironments environments() {
        return tenant -> Stream.concat(
                        runtimes.stream().flatMap(runtime -> environments(runtime, tenant)), elsewhere(tenant))
                .toList();
    }

    /** Processes of other nodes. */
    private Stream<WorkerEnvironments.OfWorker> elsewhere(TenantId tenant) {
        List<String> ofNodes = runtimes.stream()
                .filter(WorkerRuntime::isOfNode)
                .map(WorkerRuntime::name)
                .toList();
        return ofNodes.isEmpty()
                ? Stream.empty()
                : ledger.read(BY, tenant, tx -> WorkerStore.readyElsewhere(tx, node.id(), ofNodes)).stream()
                        .map(WorkerEnvironments.OfWorker::elsewhere);
    }

    private static Stream<WorkerEnvironments.OfWorker> environments(WorkerRuntime runtime, TenantId tenant) {
        return runtime.look().stream()
                .filter(one -> one.generation().tenant().equals(tenant))
                .filter(one -> one.phase() == Sighting.Phase.RUNNING || one.phase() == Sighting.Phase.HEALTHY)
                .map(one -> new WorkerEnvironments.OfWorker(
                        one.worker(), runtime.environment(one.generation(), one.worker())));
    }

    /** The door. */
    public Workers workers() {
        return workers;
    }

    @Override
    public List<Route<?>> routes() {
        return new WorkerRoutes(workers, feeds).all();
    }

    @Override
    public List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /** One round of everything, for tests without jobs. */
    void round() {
        node.live();
        reconcilers.forEach(Reconciler::round);
        logs.flush();
    }

    /** How many pools this node sees to. */
    int pools() {
        return reconcilers.stream().mapToInt(Reconciler::pools).sum();
    }

    @Override
    public void close() {
        node.leave();
        reconcilers.forEach(Reconciler::close);
        logs.close();
    }
}
