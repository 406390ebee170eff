// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.ExpressPeer;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** One LiveKit token on one thread: ours, LiveKit's JVM and Node SDKs, and the HMAC that none can avoid. */
final class MintBench {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int ITERATIONS = 9;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private MintBench() {}

    /** Runs it and prints a table. */
    static void run(Settings settings) {
        Settings.say("mint: JMH, one fork each");
        MarkdownTable table = new MarkdownTable("one token", "ns, median", "fastest", "bytes allocated", "vs. ours");
        List<RunResult> results = List.copyOf(jmh(settings));
        double ours = times(results, "stagedoor").getPercentile(50);
        for (String mark : List.of("stagedoor", "hmacAlone", "kotlinSdk")) {
            Statistics times = times(results, mark);
            table.row(
                    name(mark),
                    Text.whole(times.getPercentile(50)),
                    Text.whole(times.getMin()),
                    Text.whole(allocated(of(results, mark))),
                    Text.hundredths(times.getPercentile(50) / ours) + " ×");
        }
        Settings.say("mint: Node");
        double node = node(settings);
        table.row("livekit-server-sdk, Node", Text.whole(node), "", "", Text.hundredths(node / ours) + " ×");
        System.out.println(table);
    }

    private static String name(String mark) {
        return switch (mark) {
            case "stagedoor" -> "Stagedoor";
            case "hmacAlone" -> "HMAC-SHA256 alone";
            default -> "LiveKit's Kotlin SDK";
        };
    }

    private static Collection<RunResult> jmh(Settings settings) {
        try {
            return new Runner(new OptionsBuilder()
                            .include(MintMarks.class.getName())
                            .forks(1)
                            .warmupIterations(3)
                            .warmupTime(TimeValue.seconds(2))
                            .measurementIterations(ITERATIONS)
                            .measurementTime(
                                    TimeValue.milliseconds(settings.each().toMillis() / ITERATIONS))
                            .addProfiler(GCProfiler.class)
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException("the token marks could not be run", e);
        }
    }

    private static RunResult of(List<RunResult> results, String mark) {
        return results.stream()
                .filter(result -> result.getPrimaryResult().getLabel().equals(mark))
                .findFirst()
                .orElseThrow();
    }

    private static double allocated(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED)
                .getScore();
    }

    /** Statistics over the iterations: on a shared machine their median is more robust than their mean. */
    private static Statistics times(List<RunResult> results, String mark) {
        return of(results, mark).getPrimaryResult().getStatistics();
    }

    /** Nanoseconds for the same token in {@code mint.mjs}. */
    private static double node(Settings settings) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        List<String> words =
                List.of("node", "mint.mjs", Long.toString(settings.each().toSeconds()));
        Command command = Command.of("mint.mjs", ExpressPeer.folder(settings.home()), words);
        try (Child child = Child.start(command, lines::add)) {
            child.awaitExit(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Double.parseDouble(String.join("\n", lines));
    }
}
