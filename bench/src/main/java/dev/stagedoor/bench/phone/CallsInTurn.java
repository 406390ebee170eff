// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.load.Latencies.Recorder;
import dev.stagedoor.bench.phone.PhoneServer.Answered;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.client.sip.SipFrontEnd;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls to one server, one after the other on each of some lines. Each is timed until it is answered, and until the
 * livekit-server says that its agent is in the room.
 */
public final class CallsInTurn {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_EVERY = Duration.ofMillis(10).toNanos();

    private final PhoneServer server;
    private final PhoneProject project;
    private final DurablePostgres postgres;
    private final int lines;
    private final List<Recorder> answers = new ArrayList<>();
    private final List<Recorder> agents = new ArrayList<>();
    private final AtomicInteger alone = new AtomicInteger();
    private CpuTime used = CpuTime.NONE;
    private CpuTime compiling = CpuTime.NONE;
    private CpuTime usedByPostgres = CpuTime.NONE;

    /** On so many lines; figures are those of all blocks. */
    public CallsInTurn(PhoneServer server, PhoneProject project, DurablePostgres postgres, int lines) {
        this.server = server;
        this.project = project;
        this.postgres = postgres;
        this.lines = lines;
    }

    /** So many calls on each line, and then the end of all of them, whose CPU time is not counted. */
    public void block(int each, Clock clock) {
        CpuTime before = server.meters().used().get();
        CpuTime compilingBefore = server.meters().compiler().get();
        CpuTime postgresBefore = postgres.used();
        List<Answered> made;
        try (SipFrontEnd frontEnd = server.frontEnd(clock);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            made = onAllLines(new Reporter(frontEnd), threads, each);
        }
        used = used.plus(server.meters().used().get().minus(before));
        compiling = compiling.plus(server.meters().compiler().get().minus(compilingBefore));
        usedByPostgres = usedByPostgres.plus(postgres.used().minus(postgresBefore));
        server.end(made);
    }

    private List<Answered> onAllLines(Reporter reporter, ExecutorService threads, int each) {
        List<Callable<List<Answered>>> calling = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            Recorder answer = new Recorder();
            Recorder agent = new Recorder();
            answers.add(answer);
            agents.add(agent);
            calling.add(() -> onOneLine(reporter, each, answer, agent));
        }
        List<Answered> made = new ArrayList<>();
        try {
            for (Future<List<Answered>> line : threads.invokeAll(calling)) {
                made.addAll(line.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call to " + server.name() + " failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return made;
    }

    private List<Answered> onOneLine(Reporter reporter, int calls, Recorder answer, Recorder agent) {
        List<Answered> made = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            int n = NUMBER.incrementAndGet();
            long began = System.nanoTime();
            Answered call = reporter.report(Callers.of(n), "turn-" + n).orElseThrow();
            answer.add(System.nanoTime() - began);
            awaitAgent(call.room());
            agent.add(System.nanoTime() - began);
            made.add(call);
        }
        return made;
    }

    private void awaitAgent(String room) {
        if (project.isAnswered(room)) {
            return;
        }
        alone.incrementAndGet();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!project.isAnswered(room)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no agent came into " + room);
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
    }

    /** How many calls there are at a time. */
    public int lines() {
        return lines;
    }

    /** From the report of a call to its answer. */
    public Latencies untilAnswered() {
        return Latencies.of(answers);
    }

    /** The columns of {@link #report}. */
    public static MarkdownTable table() {
        return new MarkdownTable(
                "one call after the other",
                "lines",
                "answer p50 ms",
                "p95",
                "agent in the room p50 ms",
                "p95",
                "answered before the agent came",
                "CPU ms/call",
                "server",
                "JIT compiler",
                "PostgreSQL");
    }

    /** Adds a row. */
    public void report(MarkdownTable table) {
        Latencies answered = untilAnswered();
        Latencies there = Latencies.of(agents);
        double calls = answered.count() * 1000.0;
        CpuTime stored = server.isDurable() ? usedByPostgres : CpuTime.NONE;
        table.row(
                server.name(),
                Integer.toString(lines),
                Text.whole(answered.millis(50)),
                Text.whole(answered.millis(95)),
                Text.whole(there.millis(50)),
                Text.whole(there.millis(95)),
                alone.get() + " of " + answered.count(),
                Text.tenths((used.total() + stored.total()) / calls),
                Text.tenths((used.total() - compiling.total()) / calls),
                Text.tenths(compiling.total() / calls),
                Text.tenths(stored.total() / calls));
    }
}
