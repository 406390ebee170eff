// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Peak throughput of token servers, at several connection counts, in several rounds. */
final class Peaks {
    private final TokenServer ours;
    private final List<Point> points = new ArrayList<>();

    /** Sets the order to measure in: at each connection count ours, then the peers. */
    Peaks(TokenServer ours, List<TokenServer> peers, List<Integer> connections) {
        this.ours = ours;
        for (int many : connections) {
            points.add(new Point(ours, many, new ArrayList<>()));
            peers.forEach(peer -> points.add(new Point(peer, many, new ArrayList<>())));
        }
    }

    /** One server at one connection count; rounds are added as they are measured. */
    record Point(TokenServer server, int connections, List<Measured> rounds) {
        double median(ToDoubleFunction<Measured> figure) {
            double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    List<Point> points() {
        return points;
    }

    List<Point> at(int connections) {
        return points.stream()
                .filter(point -> point.connections() == connections)
                .toList();
    }

    /** All figures. */
    String table() {
        MarkdownTable table = new MarkdownTable(
                "token server",
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
}
