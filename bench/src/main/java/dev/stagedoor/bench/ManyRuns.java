// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.EventStream;
import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.profile.Memory;
import dev.stagedoor.bench.profile.Threads;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.ScriptedApi;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A thousand runs at once, each of one answer that streams for half a minute, and each followed by a reader of its events.
 * The server is a fresh one, with its usual limits and a heap that is bounded; runs begin at an even pace, and all are open
 * before the first one ends.
 */
final class ManyRuns {
    private static final int RUNS = 1_000;

    /** Without a bound, the heap of a JVM may take a quarter of the machine's memory, and grows before it is needed. */
    private static final String HEAP = "-Xmx384m";

    private static final int TENANTS = 10;
    private static final int TOKENS = 60;
    private static final int AS_WARM_UP = 100;
    private static final Duration PER_TOKEN = Duration.ofMillis(500);
    private static final long APART = Duration.ofMillis(20).toNanos();
    private static final long LOOK_EVERY = Duration.ofMillis(200).toNanos();
    private static final double MOST_MEGABYTES = 600;

    /** A JVM's own threads and those of the server's jobs and pools, on two cores; none of them is for a run. */
    private static final double MOST_THREADS = 100;

    private final PlainCalls http;
    private final List<ModelTenant> tenants;
    private final Latencies.Recorder starts = new Latencies.Recorder();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong events = new AtomicLong();

    private ManyRuns(PlainCalls http, List<ModelTenant> tenants) {
        this.http = http;
        this.tenants = tenants;
    }

    /** What was seen of the server at one moment, or at most. */
    private record Seen(int open, long resident, int threads) {
        Seen most(Seen other) {
            return new Seen(
                    Math.max(open, other.open), Math.max(resident, other.resident), Math.max(threads, other.threads));
        }

        double megabytes() {
            return resident / 1048576.0;
        }
    }

    /** Runs it, prints a table and says how far the goals are met. */
    static void run(Settings settings, DurablePostgres postgres, Goals goals) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "runs", postgres);
        List<String> keys = ModelTenant.providerKeys(TENANTS);
        try (ScriptedApi slow = ScriptedApi.start(keys, TOKENS, PER_TOKEN);
                StagedoorServer server = installed.serve(with -> with.with("STAGEDOOR_JAVA_OPTS", HEAP));
                PlainCalls http = new PlainCalls()) {
            List<ModelTenant> tenants = ModelTenant.create(server, slow.url(), keys);
            Settings.say("models: " + AS_WARM_UP + " streaming runs as a warm-up");
            new ManyRuns(http, tenants).all(AS_WARM_UP, server.pid());
            Settings.say("models: " + RUNS + " streaming runs at once");
            new ManyRuns(http, tenants).measure(server, postgres, goals);
        }
    }

    /** How the runs ended, by the name of their last event or by what went wrong, and what was seen meanwhile. */
    private record Outcome(Map<String, Integer> endings, Seen most, Duration took) {
        int completed() {
            return endings.getOrDefault("complete", 0);
        }

        String others() {
            Map<String, Integer> others = new TreeMap<>(endings);
            others.remove("complete");
            return others.isEmpty() ? "0" : others.toString();
        }
    }

    private void measure(StagedoorServer server, DurablePostgres postgres, Goals goals) {
        long storedBefore = stored();
        Seen idle = look(server.pid());
        CpuTime before = server.used();
        CpuTime postgresBefore = postgres.used();
        Outcome outcome = all(RUNS, server.pid());
        double micros = outcome.took().toNanos() / 1000.0;
        Latencies answered = Latencies.of(List.of(starts));
        System.out.println(new MarkdownTable(RUNS + " streaming runs", "")
                .row("open at once", Text.whole(outcome.most().open()))
                .row("completed, by their readers", Text.whole(outcome.completed()))
                .row("completed, as stored", Text.whole((double) (stored() - storedBefore)))
                .row("ended otherwise", outcome.others())
                .row("events read per second", Text.whole(1e6 * events.get() / micros))
                .row(
                        "start to first event, p50 and p99, ms",
                        Text.hundredths(answered.millis(50)) + " and " + Text.hundredths(answered.millis(99)))
                .row("server's RSS before, MB", Text.whole(idle.megabytes()))
                .row("server's RSS at most, MB", Text.whole(outcome.most().megabytes()))
                .row("server's platform threads before", Text.whole(idle.threads()))
                .row(
                        "server's platform threads at most",
                        Text.whole(outcome.most().threads()))
                .row(
                        "cores used by the server",
                        Text.hundredths(server.used().minus(before).total() / micros))
                .row(
                        "cores used by PostgreSQL",
                        Text.hundredths(postgres.used().minus(postgresBefore).total() / micros)));
        goals.atLeast("streaming runs open at once", RUNS, outcome.most().open(), "")
                .atLeast("of them completed", RUNS, (double) Math.min(outcome.completed(), stored() - storedBefore), "")
                .atMost("server's RSS meanwhile", MOST_MEGABYTES, outcome.most().megabytes(), " MB")
                .atMost(
                        "server's platform threads meanwhile",
                        MOST_THREADS,
                        outcome.most().threads(),
                        "");
    }

    private long stored() {
        return tenants.stream().mapToLong(ModelTenant::completed).sum();
    }

    private Seen look(long pid) {
        return new Seen(open.get(), Memory.ofTree(pid), Threads.of(pid));
    }

    private Outcome all(int runs, long pid) {
        long began = System.nanoTime();
        List<Future<String>> readers = new ArrayList<>();
        Seen most = look(pid);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < runs; i++) {
                ModelTenant tenant = tenants.get(i % tenants.size());
                long due = began + i * APART;
                readers.add(threads.submit(() -> read(tenant, due)));
            }
            while (!readers.stream().allMatch(Future::isDone)) {
                most = most.most(look(pid));
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
        Map<String, Integer> endings = new TreeMap<>();
        readers.forEach(reader -> endings.merge(ending(reader), 1, Integer::sum));
        return new Outcome(endings, most, Duration.ofNanos(System.nanoTime() - began));
    }

    private static String ending(Future<String> reader) {
        try {
            return reader.get();
        } catch (ExecutionException e) {
            // Only the code of a problem: its other fields differ from one to the next.
            return ("" + e.getCause()).replaceFirst("(?s)\\{.*\"code\":\"([a-z_]+)\".*", "$1");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a run when it is due and follows it; returns the name of its last event. */
    private String read(ModelTenant tenant, long due) throws IOException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        long began = System.nanoTime();
        try (InputStream body = http.open(tenant.streamedRun(1))) {
            open.incrementAndGet();
            EventStream.Read read = EventStream.read(body, name -> {
                if (name.equals("start")) {
                    started(System.nanoTime() - began);
                }
                events.incrementAndGet();
            });
            open.decrementAndGet();
            return read.last().isEmpty() ? "no event" : read.last();
        }
    }

    private synchronized void started(long took) {
        starts.add(took);
    }
}
