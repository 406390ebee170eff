// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Measured;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Peak throughput of servers, at several connection counts, in several rounds. */
final class Peaks {
    private final Contender ours;
    private final List<Point> points = new ArrayList<>();

    /** Sets the order to measure in: at each connection count ours, then the peers. */
    Peaks(Contender ours, List<? extends Contender> peers, List<Integer> connections) {
        this.ours = ours;
        for (int many : connections) {
            points.add(new Point(ours, many, new ArrayList<>()));
            peers.forEach(peer -> points.add(new Point(peer, many, new ArrayList<>())));
        }
    }

    /** One server at one connection count; rounds are added as they are measured. */
    record Point(Contender server, int connections, List<Measured> rounds) {
        double median(ToDoubleFunction<Measured> figure) {
            double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
            int middle = sorted.length / 2;
            if (sorted.length == 0) {
                return Double.NaN;
            }
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        /** Requests per second of CPU time, PostgreSQL's part included. */
        double perCore() {
            return 1e6 / median(Measured::cpu);
        }
    }

    /** Lets them take turns, as many as there are rounds. */
    void measure(Settings settings, DurablePostgres postgres, String what) {
        for (int round = 1; round <= settings.rounds(); round++) {
            Settings.say(what + ": round " + round + " of " + settings.rounds());
            for (Point point : points) {
                measure(point, settings, postgres);
            }
        }
    }

    private static void measure(Point point, Settings settings, DurablePostgres postgres) {
        try {
            point.rounds()
                    .add(point.server()
                            .measure(postgres, point.connections(), load -> load.asFastAsAnswered(settings.each())));
        } catch (UncheckedIOException broken) {
            if (!point.server().mayFail()) {
                throw broken;
            }
            Settings.say(point.server().name() + " is left out of this round: " + broken.getMessage());
        }
    }

    List<Point> at(int connections) {
        return points.stream()
                .filter(point -> point.connections() == connections)
                .toList();
    }

    /** All figures; {@code what} kind of server it is. */
    String table(String what) {
        MarkdownTable table = new MarkdownTable(
                what,
                "connections",
                "requests/s",
                "CPU µs/request",
                "server",
                "PostgreSQL",
                "kernel part",
                "p50 ms",
                "p99 ms");
        for (Point point : points) {
            table.row(
                    point.server().name(),
                    Integer.toString(point.connections()),
                    Text.whole(point.median(Measured::perSecond)),
                    Text.whole(point.median(Measured::cpu)),
                    Text.whole(point.median(Measured::serverCpu)),
                    Text.whole(point.median(Measured::postgresCpu)),
                    Text.whole(point.median(Measured::kernelCpu)),
                    Text.hundredths(point.median(Measured::p50)),
                    Text.hundredths(point.median(Measured::p99)));
        }
        return table.toString();
    }

    /** Our figures divided by each peer's. */
    String ratios() {
        MarkdownTable table =
                new MarkdownTable("Stagedoor vs.", "connections", "requests/s", "requests per CPU second");
        for (Point theirs : points) {
            if (theirs.server().port() == ours.port()) {
                continue;
            }
            Point same = at(theirs.connections()).getFirst();
            table.row(
                    theirs.server().name(),
                    Integer.toString(theirs.connections()),
                    Text.times(same.median(Measured::perSecond) / theirs.median(Measured::perSecond)),
                    Text.times(theirs.median(Measured::cpu) / same.median(Measured::cpu)));
        }
        return table.toString();
    }

    /** What a core is good for, and how much memory each took; at the largest number of connections. */
    String perCore() {
        int most = points.getLast().connections();
        MarkdownTable table =
                new MarkdownTable("with " + most + " connections", "requests/s per core", "RSS MB after all runs");
        at(most).forEach(point -> table.row(
                point.server().name(),
                Text.whole(point.perCore()),
                Text.whole(point.server().meters().resident().getAsLong() / 1048576.0)));
        return table.toString();
    }
}
