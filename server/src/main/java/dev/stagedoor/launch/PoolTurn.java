// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.launch.PoolTurn.Known.Wanted;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Vault;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One turn of one pool in the database: reads what is wanted and stored, and stores what was seen and decided, together. */
final class PoolTurn {
    private final Projects projects;
    private final Vault vault;
    private final WorkerRuntime runtime;
    private final String node;

    /**
     * What is stored of a pool when it is its turn.
     *
     * @param slug        the tenant's
     * @param usable      the versions of the tenant's LiveKit credential that may still be used
     * @param generations the oldest first
     * @param workers     also those that ended and are kept
     */
    record Known(
            Pool pool, String slug, Wanted wanted, Set<Long> usable, List<Launched> generations, List<Worker> workers) {
        Known {
            usable = Set.copyOf(usable);
            generations = List.copyOf(generations);
            workers = List.copyOf(workers);
        }

        /** What is wanted of it. */
        sealed interface Wanted {
            /** Workers that were started with that. */
            record Running(Launched.Inputs inputs) implements Wanted {}

            /** None; those that run finish their calls. */
            record Ending(String why) implements Wanted {}

            /** None, from now on: they may no longer have what they were given. */
            record Cut(String why) implements Wanted {}
        }
    }

    PoolTurn(Projects projects, Vault vault, WorkerRuntime runtime, String node) {
        this.projects = projects;
        this.vault = vault;
        this.runtime = runtime;
        this.node = node;
    }

    /**
     * What was decided.
     *
     * @param pool as it is held now
     * @param slug the tenant's
     */
    record Decided(Pool pool, String slug, Plan plan) {}

    /**
     * Decides what is to be done, and stores it. Empty if another node has the pool, whose late writes are refused so.
     *
     * @param seen whose it was
     */
    Optional<Decided> decide(
            Tx tx, PoolStore.Seen seen, List<Sighting> all, Predicate<Worker> registered, Instant now) {
        Optional<Pool> held = seen.free() && !seen.held().node().equals(node)
                ? PoolStore.take(tx, seen.agent(), seen.held(), node)
                : PoolStore.hold(tx, seen.agent(), seen.held());
        return held.map(pool -> {
            Known known = known(tx, pool);
            Plan plan = Plan.of(known, all, node, registered, now);
            store(tx, known, plan, now);
            return new Decided(pool, known.slug(), plan);
        });
    }

    private Known known(Tx tx, Pool pool) {
        Tenant tenant = Tenants.TENANT.load().apply(tx, tx.tenant());
        return new Known(
                pool,
                tenant.slug(),
                wanted(tx, tenant, pool),
                vault.usable(tx, CredentialRef.of("livekit")).stream()
                        .map(Credential::version)
                        .collect(Collectors.toSet()),
                PoolStore.generations(tx, pool.agent()),
                WorkerStore.ofAgent(tx, pool.agent()));
    }

    private Wanted wanted(Tx tx, Tenant tenant, Pool pool) {
        if (tenant.status() != TenantStatus.ACTIVE) {
            return new Wanted.Cut("The tenant is suspended.");
        }
        Optional<Credential> project = projects.activeVersion(tx);
        if (project.isEmpty()) {
            return new Wanted.Cut(Projects.missing().detail());
        }
        if (Projects.isShared(tx, project.get())) {
            return new Wanted.Cut(SpecRules.SHARED);
        }
        Optional<Agent> agent = Agents.AGENT.load().apply(tx, pool.agent());
        if (pool.progress().ending() || agent.isEmpty()) {
            return new Wanted.Ending(agent.isEmpty() ? "The agent was deleted." : "They were deleted.");
        }
        Map<String, Long> secrets = new HashMap<>();
        for (Map.Entry<String, CredentialRef> variable :
                pool.spec().environment().entrySet()) {
            Optional<Credential> secret = vault.active(tx, variable.getValue());
            if (secret.isEmpty()) {
                return new Wanted.Cut(variable.getValue().missing().detail());
            }
            secrets.put(variable.getKey(), secret.get().version());
        }
        String refusal = refusal(pool.spec());
        return refusal == null
                ? new Wanted.Running(new Launched.Inputs(
                        pool.spec(), agent.get().agentName(), project.get().version(), secrets))
                : new Wanted.Cut(refusal);
    }

    /** Why the operator's configuration does not allow it any more; null if it does. */
    private @Nullable String refusal(WorkerSpec spec) {
        try {
            runtime.check(spec);
            return null;
        } catch (Problem refused) {
            return refused.detail();
        }
    }

    private void store(Tx tx, Known known, Plan plan, Instant now) {
        String agent = known.pool().agent();
        plan.changed().forEach(worker -> WorkerStore.put(tx, worker));
        plan.gone().forEach(number -> PoolStore.forget(tx, agent, number));
        plan.generations().forEach((number, launched) -> {
            if (plan.begun().contains(number)) {
                PoolStore.begin(tx, agent, launched, now);
            } else {
                PoolStore.update(tx, agent, launched);
            }
        });
        plan.readied().forEach(worker -> tell(tx, now, EventType.WORKER_READY, worker));
        plan.looping().forEach(worker -> tell(tx, now, EventType.WORKER_FAILED, worker));
        if (plan.changed().stream().anyMatch(worker -> !worker.isLive())) {
            WorkerStore.forget(tx, agent);
        }
        boolean over = plan.generations().isEmpty()
                && plan.gone().isEmpty()
                && plan.live().isEmpty()
                && (known.wanted() instanceof Wanted.Ending
                        || known.pool().progress().ending());
        if (over) {
            PoolStore.delete(tx, agent);
        } else {
            long newest = plan.begun().stream()
                    .max(Long::compare)
                    .orElse(known.pool().progress().generation());
            PoolStore.progress(tx, agent, newest, plan.problem());
        }
    }

    /** A refusal of the runtime for good counts as an end that nobody asked for: the next try comes later. */
    void refused(Tx tx, Decided decided, Launched launched, String why, Instant now) {
        Optional<Pool> held =
                PoolStore.hold(tx, decided.pool().agent(), decided.pool().held());
        if (held.isEmpty()) {
            return;
        }
        Pool pool = held.get();
        Launched.Failures failures = launched.failures().plus(false, now);
        PoolStore.update(tx, pool.agent(), launched.with(failures));
        PoolStore.progress(tx, pool.agent(), pool.progress().generation(), why);
        if (failures.inRow() == Plan.CRASH_LOOP) {
            Map<String, Object> data = Map.of("agent_slug", pool.agent(), "generation", launched.number());
            Events.raise(tx, now, Event.of(EventType.WORKER_FAILED, null, data));
        }
    }

    private static void tell(Tx tx, Instant now, EventType type, Worker worker) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("worker_id", worker.id());
        data.put("agent_slug", worker.place().agent());
        data.put("generation", worker.place().generation());
        Worker.End end = worker.end();
        data.put("exit_code", end == null ? null : end.exitCode());
        Events.raise(tx, now, Event.of(type, null, data));
    }
}
