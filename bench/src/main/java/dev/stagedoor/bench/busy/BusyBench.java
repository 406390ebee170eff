// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.busy;

import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a caller waits for an agent whose worker is full: for 2 s when the call is made, and because 15 callers come
 * at once. The workers are LiveKit's own, at their default settings, on a real livekit-server; what they measure is the
 * whole machine's load, so these figures need a machine that does nothing else.
 */
public final class BusyBench {
    private static final int AT_ONCE = 15;
    /** A worker that is full stays so for 2.5 s. */
    private static final Duration BEFORE_THE_CALL = Duration.ofMillis(500);

    private static final String TOLD = "no worker took it (2 tries)";

    private final Settings settings;
    private final StagedoorServer server;
    private final BusyWorker.Kind kind;

    private BusyBench(Settings settings, StagedoorServer server, BusyWorker.Kind kind) {
        this.settings = settings;
        this.server = server;
        this.kind = kind;
    }

    /** Runs it and prints tables. */
    public static void run(Settings settings, DurablePostgres postgres) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "busy", postgres);
        MarkdownTable full = new MarkdownTable(
                "full for 2 s at the call", "s to joined, median", "slowest", "tries", "receipt: 2 tries", "samples");
        MarkdownTable together = new MarkdownTable(
                AT_ONCE + " calls at once",
                "joined",
                "s, first",
                "median",
                "p90",
                "last",
                "tries",
                "two agents in a room");
        try (StagedoorServer server = installed.serve()) {
            for (BusyWorker.Kind kind : BusyWorker.Kind.values()) {
                if (kind.words(settings.home()).isEmpty()) {
                    Settings.say("busy: the " + kind + " worker is not installed");
                    continue;
                }
                new BusyBench(settings, server, kind).measure(full, together);
            }
        }
        System.out.println(full);
        System.out.println(together);
    }

    /** A call that was made, and what became of it. */
    private record Made(TriggerAnswer call, DispatchView dispatch, int agents) {
        boolean joined() {
            return dispatch.joinedAt() != null;
        }

        double seconds() {
            Instant joined = Objects.requireNonNull(dispatch.joinedAt());
            return Duration.between(dispatch.createdAt(), joined).toMillis() / 1000.0;
        }

        boolean told() {
            return dispatch.receipt() != null
                    && dispatch.receipt().stream().anyMatch(line -> TOLD.equals(line.detail()));
        }
    }

    private void measure(MarkdownTable full, MarkdownTable together) {
        List<Made> cold = new ArrayList<>();
        List<Made> warm = new ArrayList<>();
        List<Made> crowd = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            Settings.say("busy: " + name() + " worker, round " + round);
            try (BusyTenant tenant = BusyTenant.create(settings, server);
                    BusyWorker worker = BusyWorker.start(kind, settings, tenant)) {
                cold.add(whileFull(tenant, worker));
                end(tenant, List.of(call(tenant)));
                warm.add(whileFull(tenant, worker));
                worker.awaitFree();
                end(tenant, List.of(call(tenant)));
                crowd.addAll(atOnce(tenant));
            }
        }
        report(full, "cold", cold);
        report(full, "warm", warm);
        reportCrowd(together, crowd);
    }

    private String name() {
        return kind == BusyWorker.Kind.NODE ? "Node" : "Python";
    }

    private Made whileFull(BusyTenant tenant, BusyWorker worker) {
        worker.awaitFree();
        worker.fill();
        LockSupport.parkNanos(BEFORE_THE_CALL.toNanos());
        Made made = call(tenant);
        end(tenant, List.of(made));
        return made;
    }

    private static Made call(BusyTenant tenant) {
        TriggerAnswer call = tenant.trigger();
        DispatchView dispatch = tenant.settled(call);
        Settings.say("busy: %s after %s, tries: %d".formatted(dispatch.status(), since(dispatch), dispatch.attempts()));
        return new Made(call, dispatch, tenant.agentsIn(call));
    }

    private static String since(DispatchView dispatch) {
        Instant settled = dispatch.joinedAt() == null ? dispatch.endedAt() : dispatch.joinedAt();
        return settled == null
                ? "?"
                : Duration.between(dispatch.createdAt(), settled).toMillis() + " ms";
    }

    private static List<Made> atOnce(BusyTenant tenant) {
        List<Callable<Made>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            calls.add(() -> call(tenant));
        }
        List<Made> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Made> one : threads.invokeAll(calls)) {
                made.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        List<Made> atTheEnd = made.stream()
                .map(one -> new Made(one.call(), one.dispatch(), tenant.agentsIn(one.call())))
                .toList();
        end(tenant, atTheEnd);
        return atTheEnd;
    }

    private static void end(BusyTenant tenant, List<Made> made) {
        made.forEach(one -> tenant.end(one.call()));
    }

    private void report(MarkdownTable table, String state, List<Made> made) {
        double[] sorted = seconds(made);
        table.row(
                name() + ", " + state,
                at(sorted, 50),
                at(sorted, 100),
                tries(made),
                made.stream().filter(Made::told).count() + " of " + made.size(),
                sorted.length + " of " + made.size());
    }

    private void reportCrowd(MarkdownTable table, List<Made> made) {
        double[] sorted = seconds(made);
        table.row(
                name(),
                sorted.length + " of " + made.size(),
                at(sorted, 0),
                at(sorted, 50),
                at(sorted, 90),
                at(sorted, 100),
                tries(made),
                Long.toString(made.stream().filter(one -> one.agents() > 1).count()));
    }

    private static double[] seconds(List<Made> made) {
        return made.stream()
                .filter(Made::joined)
                .mapToDouble(Made::seconds)
                .sorted()
                .toArray();
    }

    private static String at(double[] sorted, int percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return sorted.length == 0 ? "-" : Text.tenths(sorted[Math.clamp(rank - 1, 0, sorted.length - 1)]);
    }

    private static String tries(List<Made> made) {
        IntSummaryStatistics tries =
                made.stream().mapToInt(one -> one.dispatch().attempts()).summaryStatistics();
        return tries.getMin() + " to " + tries.getMax();
    }
}
