// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.budgets.Budgets;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.claude.Profiles;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.orchestration.pattern.Answer;
import dev.stagedoor.orchestration.pattern.Answers;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenants;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this node executes, stops what is no longer permitted, and takes over what a dead node has left: continued
 * if the run said so, {@code interrupted} otherwise (R3).
 */
final class RunJob implements AutoCloseable {
    private static final String TOO_LONG = "The run took too long.";
    private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);
    private static final DueTable TABLE = new DueTable("runs", "run_id", "lease_until", "status = 'running'");

    private final Principal.SystemJob by = Means.BY;
    private final Foundation on;
    private final Profiles profiles;
    private final Runner runner;
    private final OrchestrationConfig config;
    private final RunMeters meters;
    private final Consumer<String> ended;
    private final Set<TenantId> keeping = ConcurrentHashMap.newKeySet();
    final DueRows due;

    /** {@code ended} hears the id of each run that ends here without being executed here. */
    RunJob(Means means, Runner runner, Consumer<String> ended) {
        this.on = means.on();
        this.profiles = means.profiles();
        this.runner = runner;
        this.config = means.config();
        this.meters = means.meters();
        this.ended = ended;
        this.due = new DueRows("runs", TABLE, on.database(), on.clock(), this::take);
    }

    /** Prolongs this node's leases, a tenant's in one transaction, and looks whether each run may go on. */
    void keep() {
        Instant now = on.clock().instant();
        runner.active().stream()
                .filter(running -> now.isAfter(running.heldUntil()))
                .forEach(Runner.Active::lose);
        Map<TenantId, List<Runner.Active>> byTenant = runner.active().stream()
                .sorted(Comparator.comparing(running -> running.run().id()))
                .collect(Collectors.groupingBy(running -> running.run().tenant()));
        byTenant.forEach((tenant, its) -> {
            if (keeping.add(tenant)) {
                Thread.ofVirtual().name("runs-kept").start(() -> keepOrWarn(tenant, its));
            }
        });
    }

    /** Beside other tenants: one whose changes wait must not cost another one its leases (I7). */
    private void keepOrWarn(TenantId tenant, List<Runner.Active> its) {
        try {
            keep(tenant, its);
        } catch (RuntimeException failed) {
            LOG.warn("could not prolong the runs of {}: {}", tenant, failed.toString());
        } finally {
            keeping.remove(tenant);
        }
    }

    private void keep(TenantId tenant, List<Runner.Active> its) {
        Instant soon = on.clock().instant().plus(Runner.LEASE.multipliedBy(3).dividedBy(4));
        Instant until = runner.leaseUntil();
        List<Runner.Active> due = its.stream()
                .filter(running -> running.heldUntil().isBefore(soon))
                .toList();
        if (!due.isEmpty()) {
            Set<String> held = on.ledger()
                    .store(
                            by,
                            tenant,
                            tx -> due.stream()
                                    .map(Runner.Active::run)
                                    .filter(run -> RunStore.renew(
                                            tx, run.id(), run.lease().fence(), until))
                                    .map(Run::id)
                                    .collect(Collectors.toSet()));
            for (Runner.Active running : due) {
                if (held.contains(running.run().id())) {
                    running.holdUntil(until);
                } else {
                    running.lose();
                }
            }
        }
        on.snapshots().now(tenant, snapshot -> {
            on.snapshots().dropUpTo(tenant, snapshot.proof().epoch() - 1);
            its.forEach(running -> stopWhatIsOver(snapshot, running));
            return true;
        });
    }

    private boolean isTooLate(Run run) {
        return on.clock().instant().isAfter(run.createdAt().plus(config.maxRunTime()));
    }

    private void stopWhatIsOver(Snapshot snapshot, Runner.Active running) {
        Run run = running.run();
        if (isTooLate(run)) {
            running.execution().stop(RunStatus.FAILED, ErrorCode.BUDGET_EXHAUSTED, TOO_LONG);
            return;
        }
        try {
            snapshot.get(Tenants.TENANT, snapshot.tenant()).requireActive();
            AppUsers.requireNotRevoked(snapshot, run.lease().userId());
            profiles.lease(snapshot, running.lease().profileId());
        } catch (Problem over) {
            running.execution().stop(RunStatus.FAILED, over.code(), over.detail());
        }
    }

    private void take(DueRows.Row row) {
        Instant now = on.clock().instant();
        Instant until = runner.leaseUntil();
        Optional<Run> taken = on.ledger().store(by, row.tenant(), tx -> {
            Optional<Run> mine = RunStore.take(tx, row.id(), runner.node(), now, until);
            mine.ifPresent(run -> Budgets.forfeit(tx, run.id(), now));
            return mine;
        });
        taken.ifPresent(run -> goOn(run, until));
    }

    private void goOn(Run run, Instant heldUntil) {
        try {
            if (!run.options().resumes()) {
                end(run, RunStatus.INTERRUPTED, null, "The node that executed the run is gone.");
            } else if (run.state().cancelAsked()) {
                end(run, RunStatus.CANCELLED, null, null);
            } else if (isTooLate(run)) {
                end(run, RunStatus.FAILED, ErrorCode.BUDGET_EXHAUSTED.wire(), TOO_LONG);
            } else {
                resume(run, heldUntil);
            }
        } catch (Problem over) {
            end(run, RunStatus.FAILED, over.code().wire(), over.detail());
        }
    }

    private void resume(Run run, Instant heldUntil) {
        Snapshot snapshot = on.snapshots().fresh(run.tenant());
        snapshot.get(Tenants.TENANT, run.tenant()).requireActive();
        AppUsers.requireNotRevoked(snapshot, run.lease().userId());
        Lease lease =
                profiles.lease(snapshot, run.lease().profileId(), run.lease().profileVersion());
        record Stored(List<RunStep> steps, long lastEvent) {}
        Stored stored = on.ledger()
                .read(
                        by,
                        run.tenant(),
                        tx -> new Stored(RunStore.steps(tx, run.id()), RunEventStore.last(tx, run.id())));
        Optional<MemoryShares.Held> room = runner.room(run.tenant(), run.definition());
        if (room.isEmpty()) {
            // Nobody goes on with it until its lease is over, and then it is looked at again.
            LOG.info("run {} waits: this node has no room for it", run.id());
            return;
        }
        LOG.info(
                "run {} continues here after {} calls", run.id(), stored.steps().size());
        var _ = runner.begin(run, lease, stored.steps(), stored.lastEvent(), heldUntil, room.get());
    }

    private void end(Run run, RunStatus status, @Nullable String error, @Nullable String detail) {
        boolean ours = on.ledger().change(by, run.tenant(), change -> {
            Tx tx = change.tx();
            boolean held = !RunStore.hold(tx, List.of(run)).isEmpty();
            if (held) {
                Run.State state = new Run.State(status, false, error, detail, change.now());
                List<Answer> answers = RunStore.steps(tx, run.id()).stream()
                        .map(RunStep::answer)
                        .toList();
                RunEvent last = new RunEvent(
                        RunEventStore.last(tx, run.id()) + 1,
                        "error",
                        Json.text(Runner.last(run, state, Answers.of(answers))));
                RunEventStore.insert(tx, Map.of(run.id(), List.of(last)));
                RunStore.end(tx, run, state);
                change.append(
                        Draft.of(by, change.now(), "run.end", run.id(), Json.text(Map.of("status", status.wire()))));
            }
            return held;
        });
        if (ours) {
            meters.ended(run, status);
        }
        ended.accept(run.id());
    }

    /** Stops the runs of this node that somebody has cancelled on another one. */
    void cancelled() {
        if (runner.active().isEmpty()) {
            return;
        }
        on.database()
                .poll(handle -> RunStore.cancelled(handle, runner.node()))
                .forEach(run -> runner.cancel(run.tenant(), run.id()));
    }

    @Override
    public void close() {
        due.close();
    }
}
