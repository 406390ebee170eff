// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.orchestration.pattern.Answers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that this node executes. A run's row says so by a lease, which {@link RunJob} prolongs. */
final class Runner implements AutoCloseable {
    /** How long a node holds a run without saying so again. */
    static final Duration LEASE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final Duration TRY_AGAIN = Duration.ofMillis(250);
    private static final Duration GOING_DOWN = Duration.ofSeconds(5);

    private final Principal by = Means.BY;
    private final Means means;
    private final Journals journals;
    private final MemoryShares tasks;
    private final String node = UUID.randomUUID().toString();
    private final Map<String, Active> active = new ConcurrentHashMap<>();

    /** A run in progress; {@code ended} completes when its end is stored, or this node has lost it. */
    static final class Active {
        private final Execution execution;
        private final Journal journal;
        private final Lease lease;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile Instant heldUntil;

        Active(Execution execution, Journal journal, Lease lease, Instant heldUntil) {
            this.execution = execution;
            this.journal = journal;
            this.lease = lease;
            this.heldUntil = heldUntil;
        }

        Run run() {
            return execution.run();
        }

        Execution execution() {
            return execution;
        }

        Lease lease() {
            return lease;
        }

        Instant heldUntil() {
            return heldUntil;
        }

        void holdUntil(Instant until) {
            heldUntil = until;
        }

        /** Another node may hold the run now: this one spends nothing more on it, and stores nothing. */
        void lose() {
            journal.lose();
            execution.stop(RunStatus.INTERRUPTED, null, null);
        }
    }

    Runner(Means means, Journals journals) {
        this.means = means;
        this.journals = journals;
        this.tasks = new MemoryShares(means.config().maxInFlight(), "");
        means.meters().running(active);
    }

    /** The name under which this node holds runs. */
    String node() {
        return node;
    }

    /** Room for a run of that definition in its tenant's share of this node's memory; empty if there is none now. */
    Optional<MemoryShares.Held> room(TenantId tenant, Definition definition) {
        return tasks.tryTake(tenant, definition.weight(means.config().concurrentCalls()));
    }

    /**
     * Executes a run that this node holds until then, from its stored steps on; returns at once. Its {@code room} is given
     * back when it has ended.
     */
    CompletableFuture<Void> begin(
            Run run, Lease lease, List<RunStep> done, long lastEvent, Instant heldUntil, MemoryShares.Held room) {
        Execution execution;
        Journal journal = journals.open(run, lastEvent);
        try {
            execution = new Execution(run, done, lease, journal, means);
        } catch (RuntimeException notBegun) {
            journals.close(journal);
            room.close();
            throw notBegun;
        }
        Active running = new Active(execution, journal, lease, heldUntil);
        active.put(run.id(), running);
        var _ = running.ended.whenComplete((ended, failed) -> room.close());
        Thread.ofVirtual().name("run").start(() -> execute(running));
        return running.ended;
    }

    private void execute(Active running) {
        Run run = running.run();
        try {
            Execution.Result result = running.execution.execute();
            if (result.state().status() == RunStatus.INTERRUPTED) {
                release(running);
            } else {
                end(running, result);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            LOG.error("run {} failed here; another node takes it over", run.id(), failed);
        } finally {
            active.remove(run.id());
            journals.close(running.journal);
            running.ended.complete(null);
        }
    }

    /** Stores the end, after everything before it; for as long as this node holds the run. */
    private void end(Active running, Execution.Result result) throws InterruptedException {
        Run run = running.run();
        Run.State state = result.state();
        running.journal.last(
                state.status() == RunStatus.COMPLETED ? "complete" : "error", last(run, state, result.answers()));
        Map<String, Object> detail = Map.of(
                "status", state.status().wire(),
                "profile", result.lease().profileId(),
                "profile_version", result.lease().version(),
                "input_tokens", result.spent().usage().input(),
                "output_tokens", result.spent().usage().output(),
                "cost_micros", result.spent().micros());
        while (!running.journal.isLost()) {
            try {
                journals.end(running.journal, state, detail);
                if (!running.journal.isLost()) {
                    means.meters().ended(run, state.status());
                }
                return;
            } catch (RuntimeException failed) {
                LOG.warn("could not store the end of run {}; trying again: {}", run.id(), failed.toString());
                Thread.sleep(TRY_AGAIN);
            }
        }
    }

    /** The last event's data. */
    static ObjectNode last(Run run, Run.State state, Answers answers) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("pattern", run.definition().kind().wire());
        data.put("status", state.status().wire());
        data.set("result", Json.mapper().valueToTree(run.definition().pattern().result(answers)));
        if (state.endedAt() != null) {
            data.put(
                    "duration_ms",
                    Duration.between(run.createdAt(), state.endedAt()).toMillis());
        }
        if (state.error() != null) {
            data.put("code", state.error());
        }
        if (state.detail() != null) {
            data.put("error", state.detail());
        }
        return data;
    }

    /** This node goes down: another one need not wait for the end of its lease. */
    private void release(Active running) {
        Run run = running.run();
        if (!running.journal.isLost()) {
            journals.store(run.tenant());
            means.on().ledger().store(by, run.tenant(), tx -> {
                RunStore.release(
                        tx, run.id(), run.lease().fence(), means.clock().instant());
                return true;
            });
        }
    }

    /** What this node executes. */
    Collection<Active> active() {
        return active.values();
    }

    /** Cancels a run, if this node executes it. */
    void cancel(TenantId tenant, String id) {
        Active running = active.get(id);
        if (running != null && running.run().tenant().equals(tenant)) {
            running.execution.stop(RunStatus.CANCELLED, null, null);
        }
    }

    Instant leaseUntil() {
        return means.clock().instant().plus(LEASE);
    }

    @Override
    public void close() {
        List<Active> all = List.copyOf(active.values());
        all.forEach(running -> running.execution.stop(RunStatus.INTERRUPTED, null, null));
        CompletableFuture<Void> everything = CompletableFuture.allOf(
                all.stream().map(running -> running.ended).toArray(CompletableFuture[]::new));
        try {
            everything.get(GOING_DOWN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("runs are left to the end of their leases");
        }
    }
}
