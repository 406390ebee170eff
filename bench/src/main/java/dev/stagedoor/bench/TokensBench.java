// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.ExpressPeer;
import dev.stagedoor.bench.servers.Measured;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.bench.servers.TokenServer;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code POST /api/v1/tokens} with key, policy, limit, mint and durable audit, against the Express peer, which has no
 * policy, limit or chain. Every token is for a new user; Stagedoor runs once more with the same hundred users. The
 * servers take turns; each figure is the median of the rounds.
 */
final class TokensBench {
    private static final int TENANTS = 10;
    private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
    private static final int MOST = CONNECTIONS.getLast();

    private final Settings settings;
    private final DurablePostgres postgres;

    TokensBench(Settings settings, DurablePostgres postgres) {
        this.settings = settings;
        this.postgres = postgres;
    }

    /** Runs it and prints its tables. */
    void run() {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "tokens", postgres);
        List<Customer> theirs = ExpressPeer.install(settings.home(), postgres, TENANTS);
        try (StagedoorServer server = installed.serve();
                ExpressPeer one = ExpressPeer.start(settings.home(), postgres, 1);
                ExpressPeer two = ExpressPeer.start(settings.home(), postgres, 2)) {
            TokenServer ours = TokenServer.of(server, server.customers(TENANTS));
            measure(
                    ours,
                    List.of(
                            ours.forAHundredUsers(),
                            TokenServer.of(one, "Express, 1 process", theirs, postgres),
                            TokenServer.of(two, "Express, 2 processes", theirs, postgres)));
        }
    }

    private void measure(TokenServer ours, List<TokenServer> peers) {
        WarmUp.of(ours, postgres);
        peers.forEach(peer -> WarmUp.of(peer, postgres));
        Peaks peaks = new Peaks(ours, peers, CONNECTIONS);
        peaks.measure(settings, postgres, "tokens");
        System.out.println(peaks.table("token server"));
        System.out.println(peaks.ratios());
        System.out.println(halfLoad(peaks));
        System.out.println(memory(ours, peers));
    }

    private static String memory(TokenServer ours, List<TokenServer> peers) {
        MarkdownTable table = new MarkdownTable("after all runs", "RSS MB");
        Stream.concat(Stream.of(ours), peers.stream().filter(peer -> peer.port() != ours.port()))
                .forEach(server -> table.row(
                        server.name(), Text.whole(server.meters().resident().getAsLong() / 1048576.0)));
        return table.toString();
    }

    /** Each at half of its own peak, evenly paced. */
    private String halfLoad(Peaks peaks) {
        MarkdownTable table = new MarkdownTable(
                "at half load", "connections", "requests/s", "CPU µs/request", "p50 ms", "p99 ms", "p99.9 ms");
        for (Peaks.Point peak : peaks.at(MOST)) {
            Settings.say("tokens: " + peak.server().name() + " at half load");
            double rate = peak.median(Measured::perSecond) / 2;
            Measured half = peak.server()
                    .measure(
                            postgres,
                            MOST,
                            load -> load.atRate(rate, settings.each().multipliedBy(2)));
            table.row(
                    peak.server().name(),
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
