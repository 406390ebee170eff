// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.budgets.Budgets;
import dev.stagedoor.budgets.Limits;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.claude.Profiles;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The door to a tenant's runs. */
final class Runs {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Foundation on;
    private final Profiles profiles;
    private final Runner runner;

    /** A run that was started; {@code ended} completes when its end is stored. */
    record Started(Run run, CompletableFuture<Void> ended) {}

    /** A run and its calls so far. */
    record Whole(Run run, List<RunStep> steps) {}

    Runs(Means means, Runner runner) {
        this.on = means.on();
        this.profiles = means.profiles();
        this.runner = runner;
    }

    /**
     * What somebody wants to run.
     *
     * @param user    whose selection it takes; empty for the tenant itself
     * @param profile a profile to take instead; null for the selected one
     * @param limits  of the run itself; null for none
     */
    record Wish(
            Definition definition,
            Run.Options options,
            String user,
            @Nullable String profile,
            @Nullable Limits limits) {}

    /**
     * Starts a run: its lease is read now, and it is stored before its first call (R1, R3).
     *
     * @throws Problem {@code no_profile_selected} and what else {@link Profiles#selected} says; {@code rate_limited} if
     *     the tenant's runs hold all they may of this node's memory (I7); nothing was started
     */
    Started start(Principal by, TenantId tenant, Wish wish) {
        Snapshot snapshot = on.snapshots().of(tenant);
        String profile = wish.profile();
        Lease lease = on.snapshots().judge(snapshot, () -> {
            snapshot.get(Tenants.TENANT, tenant).requireActive();
            AppUsers.requireNotRevoked(snapshot, wish.user());
            return profile == null
                    ? profiles.selected(snapshot, wish.user())
                    : profiles.chosen(snapshot, profile, wish.user());
        });
        MemoryShares.Held room = runner.room(tenant, wish.definition())
                .orElseThrow(() -> Problem.of(
                                ErrorCode.RATE_LIMITED,
                                "Too many runs, or runs with large tasks, are in progress; try again later.")
                        .retryAfter(SOON));
        try {
            Begun begun = on.ledger().change(by, snapshot.proof(), change -> begin(by, change, wish, lease));
            return new Started(begun.run(), runner.begin(begun.run(), lease, List.of(), 0, begun.heldUntil(), room));
        } catch (RuntimeException notBegun) {
            room.close();
            throw notBegun;
        }
    }

    private record Begun(Run run, Instant heldUntil) {}

    private Begun begin(Principal by, ChangeTx change, Wish wish, Lease lease) {
        Run run = new Run(
                change.tx().tenant(),
                Ids.next("run", change.now()),
                wish.definition(),
                wish.options(),
                new Run.Taken(wish.user(), lease.profileId(), lease.version(), lease.provider(), runner.node(), 1),
                Run.State.RUNNING,
                change.now());
        // The change may have waited for the tenant's row: the lease begins now.
        Instant heldUntil = runner.leaseUntil();
        RunStore.insert(change.tx(), run, heldUntil);
        if (wish.limits() != null) {
            Budgets.open(change.tx(), run.id(), wish.limits());
        }
        Profiles.used(change, lease);
        Map<String, Object> detail = Map.of(
                "pattern", wish.definition().kind().wire(),
                "profile", lease.profileId(),
                "profile_version", lease.version());
        change.append(Draft.of(by, change.now(), "run.start", run.id(), Json.text(detail)));
        return new Begun(run, heldUntil);
    }

    /** A run without what it is of, and what it has used. */
    record Line(Run run, Execution.Spent spent) {}

    /** The runs that match; the newest first. */
    Page<Line> list(Principal by, TenantId tenant, Page.Request page, RunFilter filter) {
        return on.ledger().read(by, tenant, tx -> {
            Page<Run> runs = RunStore.list(tx, page, filter);
            Map<String, Execution.Spent> spent =
                    RunStore.spent(tx, runs.items().stream().map(Run::id).toList());
            return runs.map(run -> new Line(run, spent.getOrDefault(run.id(), Execution.Spent.NONE)));
        });
    }

    /** A run with its calls so far; {@code not_found}. */
    Whole get(Principal by, TenantId tenant, String id) {
        return on.ledger()
                .read(
                        by,
                        tenant,
                        tx -> new Whole(
                                RunStore.find(tx, id).orElseThrow(() -> Problem.notFound("run")),
                                RunStore.steps(tx, id)));
    }

    /** How far a run has come: whether it is over, and the number of its last event, 0 before the first. */
    record Progress(boolean over, long lastEvent) {}

    /** How far a run has come; {@code not_found}. */
    Progress progress(Principal by, TenantId tenant, String id) {
        return on.ledger().read(by, tenant, tx -> new Progress(isOver(tx, id), RunEventStore.last(tx, id)));
    }

    /** What a reader has not seen, and whether nothing will follow it. */
    record News(boolean over, List<RunEvent> events) {
        /** Whether the reader has seen everything then. */
        boolean isEnd() {
            return events.isEmpty() ? over : events.getLast().isLast();
        }
    }

    /** Events after that number, in their order; {@code not_found}. */
    News news(Principal by, TenantId tenant, String id, long after, int most) {
        return on.ledger().read(by, tenant, tx -> new News(isOver(tx, id), RunEventStore.after(tx, id, after, most)));
    }

    private static boolean isOver(Tx tx, String id) {
        return !RunStore.isRunning(tx, id).orElseThrow(() -> Problem.notFound("run"));
    }

    /** Stops a run on whichever node executes it; one that has ended stays as it is. */
    Whole cancel(Principal by, TenantId tenant, String id) {
        on.ledger().changing(by, tenant, change -> {
            Run run = RunStore.find(change.tx(), id).orElseThrow(() -> Problem.notFound("run"));
            if (run.isRunning()) {
                RunStore.askToCancel(change.tx(), id);
            }
            change.append(Draft.of(by, change.now(), "run.cancel", id, "{}"));
        });
        runner.cancel(tenant, id);
        return get(by.settled(), tenant, id);
    }
}
