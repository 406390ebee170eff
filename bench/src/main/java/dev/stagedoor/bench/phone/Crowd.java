// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.phone.PhoneServer.Answered;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.client.sip.SipFrontEnd;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Many different people call at the same moment, and a tenth of the calls is reported once more. */
public final class Crowd {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final PhoneServer server;
    private final PhoneProject project;
    private final int calls;

    /** So many calls. */
    public Crowd(PhoneServer server, PhoneProject project, int calls) {
        this.server = server;
        this.project = project;
        this.calls = calls;
    }

    /**
     * What came of them.
     *
     * @param answers  when each was answered, in the end
     * @param agents   when each room was seen with its agent in it
     * @param repeated how often somebody was told to try again
     * @param first    what the livekit-server had when all agents were there
     * @param same     of the calls that were reported again, how many were told the same room
     * @param second   what the livekit-server had after that
     */
    private record Outcome(Latencies answers, Latencies agents, int repeated, Census first, int same, Census second) {}

    /** All call, and hang up at the end; adds a row. Returns how many have a room and an agent of their own. */
    public int call(Clock clock, MarkdownTable table) {
        Latencies.Recorder answers = new Latencies.Recorder();
        Latencies.Recorder ignored = new Latencies.Recorder();
        try (SipFrontEnd frontEnd = server.frontEnd(clock);
                AgentWatch watch = new AgentWatch(project, calls)) {
            Reporter reporter = new Reporter(frontEnd);
            Set<Answered> told = report(reporter, calls, answers);
            Latencies agents = watch.await(PATIENCE);
            int repeated = reporter.repeated();
            Census before = Census.of(told, agents());
            Set<Answered> again = report(reporter, calls / 10, ignored);
            int same = (int) again.stream().filter(told::contains).count();
            told.addAll(again);
            Census after = Census.of(told, agents());
            server.end(told);
            report(table, new Outcome(Latencies.of(List.of(answers)), agents, repeated, before, same, after));
            return Math.min(before.exact(), after.exact());
        }
    }

    /** The first so many callers, all at the same moment. */
    private static Set<Answered> report(Reporter reporter, int callers, Latencies.Recorder answers) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Optional<Answered>>> calling = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < callers; n++) {
                int caller = n;
                calling.add(threads.submit(() -> {
                    start.await();
                    long began = System.nanoTime();
                    Optional<Answered> call = reporter.report(Callers.of(caller), "crowd-" + caller);
                    if (call.isPresent()) {
                        add(answers, System.nanoTime() - began);
                    }
                    return call;
                }));
            }
            start.countDown();
        }
        return calling.stream()
                .flatMap(call -> call.resultNow().stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static void add(Latencies.Recorder answers, long nanos) {
        synchronized (answers) {
            answers.add(nanos);
        }
    }

    private Map<String, Integer> agents() {
        Map<String, Integer> agents = new HashMap<>();
        project.rooms().forEach(room -> agents.put(room, project.agentsIn(room)));
        return agents;
    }

    /** The columns of each row. */
    public static MarkdownTable table(int calls) {
        return new MarkdownTable(
                calls + " calls at once",
                "answered",
                "told to try again",
                "answer s, median",
                "last",
                "agent in the room s, median",
                "last",
                "rooms on LiveKit",
                "with one agent",
                calls / 10 + " reported again: same room",
                "rooms then");
    }

    private void report(MarkdownTable table, Outcome outcome) {
        table.row(
                server.name(),
                Integer.toString(outcome.first().calls()),
                Integer.toString(outcome.repeated()),
                Text.hundredths(outcome.answers().millis(50) / 1000),
                Text.hundredths(outcome.answers().millis(100) / 1000),
                Text.hundredths(outcome.agents().millis(50) / 1000),
                Text.hundredths(outcome.agents().millis(100) / 1000),
                Integer.toString(outcome.first().rooms()),
                Integer.toString(outcome.first().withOneAgent()),
                Integer.toString(outcome.same()),
                Integer.toString(outcome.second().rooms()));
    }
}
