package dev.stagedoor.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /api/v1/tokens} with key, policy, limit, mint and durable audit, beside the Express peer, which has no
 * policy, limit or chain. They take turns; each figure is the median of the rounds.
 */
final class TokensBench {
    private static final int TENANTS = 10;
    private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
    private static final int MOST = CONNECTIONS.getLast();
    private static final Duration TO_WARM_UP = Duration.ofSeconds(15);
    private static final Duration TO_WARM_A_PEER_UP = Duration.ofSeconds(5);

    private final Settings settings;
    private final DurablePostgres postgres;

    TokensBench(Settings settings, DurablePostgres postgres) {
        this.settings = settings;
        this.postgres = postgres;
    }

    /** Which figure: of whom, with how many connections. */
    private record Point(String name, int connections) {}

    /** Runs it and prints its tables. */
    void run() {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "tokens", postgres);
        List<Customer> theirs = ExpressPeer.install(settings.home(), postgres, TENANTS);
        try (StagedoorServer server = installed.serve();
                ExpressPeer one = ExpressPeer.start(settings.home(), postgres, 1);
                ExpressPeer two = ExpressPeer.start(settings.home(), postgres, 2)) {
            measure(List.of(
                    TokenServer.of(server, server.customers(TENANTS)),
                    TokenServer.of(one, "Express, 1 process", theirs, postgres),
                    TokenServer.of(two, "Express, 2 processes", theirs, postgres)));
        }
    }

    private void measure(List<TokenServer> servers) {
        for (TokenServer server : servers) {
            Duration time = server == servers.getFirst() ? TO_WARM_UP : TO_WARM_A_PEER_UP;
            Settings.say("tokens: warming " + server.name() + " up for " + time.toSeconds() + " s");
            server.measure(postgres, MOST, load -> load.asFastAsAnswered(time));
        }
        Map<Point, List<Measured>> peaks = new HashMap<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            Settings.say("tokens: round " + round + " of " + settings.rounds());
            for (int connections : CONNECTIONS) {
                for (TokenServer server : servers) {
                    peaks.computeIfAbsent(new Point(server.name(), connections), point -> new ArrayList<>())
                            .add(server.measure(postgres, connections, load -> load.asFastAsAnswered(settings.each())));
                }
            }
        }
        System.out.println(peakTable(servers, peaks));
        System.out.println(ratioTable(servers, peaks));
        System.out.println(halfLoad(servers, peaks));
    }

    private static String peakTable(List<TokenServer> servers, Map<Point, List<Measured>> peaks) {
        MarkdownTable table = new MarkdownTable(
                "token server",
                "connections",
                "requests/s",
                "CPU µs/request",
                "server",
                "PostgreSQL",
                "of it kernel",
                "p50 ms",
                "p99 ms");
        for (int connections : CONNECTIONS) {
            for (TokenServer server : servers) {
                List<Measured> rounds = peaks.get(new Point(server.name(), connections));
                table.row(
                        server.name(),
                        Integer.toString(connections),
                        Text.whole(Median.of(rounds, Measured::perSecond)),
                        Text.whole(Median.of(rounds, Measured::cpu)),
                        Text.whole(Median.of(rounds, Measured::serverCpu)),
                        Text.whole(Median.of(rounds, Measured::postgresCpu)),
                        Text.whole(Median.of(rounds, Measured::kernelCpu)),
                        Text.hundredths(Median.of(rounds, Measured::p50)),
                        Text.hundredths(Median.of(rounds, Measured::p99)));
            }
        }
        return table.toString();
    }

    private static String ratioTable(List<TokenServer> servers, Map<Point, List<Measured>> peaks) {
        MarkdownTable table =
                new MarkdownTable("Stagedoor beside", "connections", "requests/s", "requests per CPU second");
        for (int connections : CONNECTIONS) {
            List<Measured> ours = peaks.get(new Point(servers.getFirst().name(), connections));
            for (TokenServer peer : servers.subList(1, servers.size())) {
                List<Measured> theirs = peaks.get(new Point(peer.name(), connections));
                table.row(
                        peer.name(),
                        Integer.toString(connections),
                        Text.times(Median.of(ours, Measured::perSecond) / Median.of(theirs, Measured::perSecond)),
                        Text.times(Median.of(theirs, Measured::cpu) / Median.of(ours, Measured::cpu)));
            }
        }
        return table.toString();
    }

    /** Each at half of its own peak, evenly paced. */
    private String halfLoad(List<TokenServer> servers, Map<Point, List<Measured>> peaks) {
        MarkdownTable table = new MarkdownTable(
                "at half load", "connections", "requests/s", "CPU µs/request", "p50 ms", "p99 ms", "p99.9 ms");
        for (TokenServer server : servers) {
            Settings.say("tokens: " + server.name() + " at half load");
            double rate = Median.of(peaks.get(new Point(server.name(), MOST)), Measured::perSecond) / 2;
            Measured half = server.measure(
                    postgres, MOST, load -> load.atRate(rate, settings.each().multipliedBy(2)));
            table.row(
                    server.name(),
                    Integer.toString(MOST),
                    Text.whole(half.perSecond()),
                    Text.whole(half.cpu()),
                    Text.hundredths(half.p50()),
                    Text.hundredths(half.p99()),
                    Text.hundredths(half.load().latencies().millis(99.9)));
        }
        return table.toString();
    }
}
