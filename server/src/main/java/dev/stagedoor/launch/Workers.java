// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.logs.LogLine;
import dev.stagedoor.launch.logs.WorkerLogs;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Vault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The door to the workers that are run for tenants' agents. What is wanted is stored; the nodes make it so. */
public final class Workers {
    private final Ledger ledger;
    private final Projects projects;
    private final Vault vault;
    private final Map<String, WorkerRuntime> runtimes;
    private final SpecRules rules;

    Workers(Ledger ledger, Projects projects, Vault vault, Map<String, WorkerRuntime> runtimes, SpecRules rules) {
        this.ledger = ledger;
        this.projects = projects;
        this.vault = vault;
        this.runtimes = Map.copyOf(runtimes);
        this.rules = rules;
    }

    /** What is wanted for an agent, and how many of the newest generation are ready. */
    record Shown(Pool pool, int ready) {}

    /** What a tenant may ask for. */
    SpecRules rules() {
        return rules;
    }

    /** What is wanted for an agent; {@code not_found} if nothing is. */
    Shown get(Principal by, TenantId tenant, String agent) {
        return ledger.read(by, tenant, tx -> shown(tx, pool(tx, agent)));
    }

    private static Shown shown(Tx tx, Pool pool) {
        return new Shown(
                pool, WorkerStore.ready(tx, pool.agent(), pool.progress().generation()));
    }

    private static Pool pool(Tx tx, String agent) {
        return PoolStore.find(tx, agent).orElseThrow(() -> Problem.notFound("agent with workers"));
    }

    /**
     * Says how an agent's workers are to run. Those that run with another spec are replaced: new ones are ready first.
     *
     * @throws Problem {@code invalid_request} if the spec is not allowed; {@code credential_missing} and
     *     {@code credential_not_isolated} if the tenant has no LiveKit of its own; {@code conflict} if they run elsewhere
     */
    Shown put(Principal by, TenantId tenant, String agent, WorkerSpec spec, Pool.Replicas replicas) {
        Objects.requireNonNull(runtimes.get(spec.runtime()), "a runtime that the rules have let through")
                .check(spec);
        return ledger.change(by, tenant, change -> {
            Tx tx = change.tx();
            Tenants.living(tx);
            if (Agents.AGENT.load().apply(tx, agent).isEmpty()) {
                throw Problem.notFound("agent");
            }
            requireOwnProject(tx);
            requireSecrets(tx, spec);
            rules.requireRoom(others(tx, agent), spec, replicas);
            Pool before = PoolStore.find(tx, agent).orElse(null);
            if (before != null && !before.spec().runtime().equals(spec.runtime())) {
                throw Problem.of(
                                ErrorCode.CONFLICT,
                                "The agent's workers run by another runtime; delete them first, and wait until they are gone.")
                        .field("runtime", "must be " + before.spec().runtime() + " as long as there are workers");
            }
            PoolStore.put(tx, wanted(change, agent, spec, replicas, before));
            PoolStore.retry(tx, agent);
            Map<String, Object> detail =
                    Map.of("runtime", spec.runtime(), "program", spec.program(), "replicas", replicas.wanted());
            change.append(Draft.of(by, change.now(), "workers.put", agent, Json.text(detail)));
            return shown(tx, pool(tx, agent));
        });
    }

    private static Pool wanted(
            ChangeTx change, String agent, WorkerSpec spec, Pool.Replicas replicas, @Nullable Pool before) {
        // What was scaled stays so, within the new bounds.
        int scaled = before == null || before.progress().ending()
                ? replicas.wanted()
                : Math.clamp(before.replicas().wanted(), replicas.fewest(), replicas.most());
        return new Pool(
                change.tx().tenant(),
                agent,
                spec,
                new Pool.Replicas(replicas.fewest(), replicas.most(), scaled),
                new Pool.Progress(0, 0, false, null),
                new Pool.Held("", 0),
                new Pool.Times(before == null ? change.now() : before.times().createdAt(), change.now()));
    }

    private void requireOwnProject(Tx tx) {
        Credential project = projects.activeVersion(tx).orElseThrow(Projects::missing);
        if (Projects.isShared(tx, project)) {
            throw Problem.of(ErrorCode.CREDENTIAL_NOT_ISOLATED, SpecRules.SHARED);
        }
    }

    private void requireSecrets(Tx tx, WorkerSpec spec) {
        spec.environment().forEach((name, ref) -> {
            if (vault.active(tx, ref).isEmpty()) {
                throw Problem.invalid("environment." + name, unknown(ref));
            }
        });
    }

    private static String unknown(CredentialRef ref) {
        return "the tenant has no active credential " + ref.kind() + "/" + ref.name();
    }

    private static List<SpecRules.Taken> others(Tx tx, String agent) {
        return PoolStore.ofTenant(tx).stream()
                .filter(pool -> !pool.agent().equals(agent))
                .map(pool -> taken(tx, pool))
                .toList();
    }

    /**
     * While generations follow each other there are several sets. Where more run than that, because fewer are wanted now or
     * none, they count until they have ended, as the greediest of them was.
     */
    private static SpecRules.Taken taken(Tx tx, Pool pool) {
        int most = pool.progress().ending() ? 0 : pool.replicas().most();
        int running = Math.ceilDiv(WorkerStore.live(tx, pool.agent()), Pool.SETS);
        List<WorkerSpec.Resources> all = Stream.concat(
                        Stream.of(pool.spec()),
                        PoolStore.generations(tx, pool.agent()).stream()
                                .map(launched -> launched.inputs().spec()))
                .map(WorkerSpec::resources)
                .toList();
        return new SpecRules.Taken(
                Math.max(most, running),
                all.stream().mapToLong(WorkerSpec.Resources::millicores).max().orElse(0),
                all.stream().mapToLong(WorkerSpec.Resources::memory).max().orElse(0));
    }

    /** How many run from now on. */
    Shown scale(Principal by, TenantId tenant, String agent, int replicas) {
        return ledger.change(by, tenant, change -> {
            Pool pool = pool(change.tx(), agent);
            Pool.Replicas bounds = pool.replicas();
            if (replicas < bounds.fewest() || replicas > bounds.most()) {
                throw Problem.invalid(
                        "replicas",
                        "must be from " + bounds.fewest() + " to " + bounds.most()
                                + ", as the agent's workers say with replicas.min and replicas.max");
            }
            PoolStore.scale(change.tx(), agent, replicas, change.now());
            change.append(Draft.of(by, change.now(), "workers.scale", agent, Json.text(Map.of("replicas", replicas))));
            return shown(change.tx(), pool(change.tx(), agent));
        });
    }

    /** None are wanted any more; those that run finish their calls. */
    void delete(Principal by, TenantId tenant, String agent) {
        ledger.changing(by, tenant, change -> {
            pool(change.tx(), agent);
            PoolStore.end(change.tx(), agent, change.now());
            change.append(Draft.of(by, change.now(), "workers.delete", agent, "{}"));
        });
    }

    /** Those of the tenant, the newest first. */
    Page<Worker> list(
            Principal by, TenantId tenant, @Nullable String agent, @Nullable WorkerState state, Page.Request page) {
        return ledger.read(by, tenant, tx -> WorkerStore.page(tx, agent, state, page));
    }

    /** One of them. */
    Worker worker(Principal by, TenantId tenant, String id) {
        return ledger.read(by, tenant, tx -> worker(tx, id));
    }

    private static Worker worker(Tx tx, String id) {
        return WorkerStore.find(tx, id).orElseThrow(() -> Problem.notFound("worker"));
    }

    /** Ends one, with the calls it has, and starts another; nothing if it has ended. */
    Worker restart(Principal by, TenantId tenant, String id) {
        return ledger.change(by, tenant, change -> {
            Worker worker = worker(change.tx(), id);
            if (worker.isLive()) {
                WorkerStore.dismiss(change.tx(), id);
                PoolStore.touch(change.tx(), worker.place().agent());
            }
            change.append(Draft.of(by, change.now(), "worker.restart", id, "{}"));
            return worker;
        });
    }

    /** What one wrote, after that line. */
    List<LogLine> log(Principal by, TenantId tenant, String id, long after, int most) {
        return ledger.read(by, tenant, tx -> {
            worker(tx, id);
            return WorkerLogs.after(tx, id, after, most);
        });
    }
}
