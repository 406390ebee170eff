// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.RealtimePeer;
import dev.stagedoor.bench.servers.RealtimeServer;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import java.util.List;

/**
 * The realtime gateway beside a Node server with {@code ws} and {@code jsonwebtoken}: first logins, fresh tokens, answers,
 * idle sockets, and everybody coming back after a restart. All users are of one tenant, which is the hardest for a ledger.
 */
final class RealtimeBench {
    /** Above all that is measured; the usual limits protect tenants from each other. */
    private static final String SOCKETS = "50000";

    private final Settings settings;
    private final DurablePostgres postgres;

    private RealtimeBench(Settings settings, DurablePostgres postgres) {
        this.settings = settings;
        this.postgres = postgres;
    }

    /** Runs it and prints tables, the last one beside the goals. */
    static void run(Settings settings, DurablePostgres postgres) {
        RealtimeBench bench = new RealtimeBench(settings, postgres);
        Goals goals = new Goals();
        PageLoads ours = new PageLoads(settings, postgres);
        PageLoads theirs = new PageLoads(settings, postgres);
        bench.measure(ours, theirs, goals);
        System.out.println(table(ours, theirs));
        System.out.println(beside(ours, goals));
    }

    private void measure(PageLoads ours, PageLoads theirs, Goals goals) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "realtime", postgres);
        RealtimePeer.install(settings.home(), postgres);
        Gateways running = new Gateways(serve(installed, 0), RealtimePeer.start(settings.home(), postgres, 0));
        try {
            RealtimeServer stagedoor = RealtimeServer.tenantOf(running.ours, "bench");
            RealtimeServer peer = RealtimeServer.of(running.theirs, postgres);
            refreshes(stagedoor, peer, goals);
            ours.firstLogins(stagedoor);
            theirs.firstLogins(peer);
            ours.talks(stagedoor);
            theirs.talks(peer);
            ours.idle(stagedoor);
            theirs.idle(peer);
            ours.reconnections(stagedoor, () -> {
                running.ours.close();
                running.ours = serve(installed, stagedoor.port());
                return stagedoor.on(running.ours);
            });
            theirs.reconnections(peer, () -> {
                running.theirs.close();
                running.theirs = RealtimePeer.start(settings.home(), postgres, peer.port());
                return RealtimeServer.of(running.theirs, postgres);
            });
        } finally {
            running.ours.close();
            running.theirs.close();
        }
    }

    /** Those that run now. */
    private static final class Gateways {
        private StagedoorServer ours;
        private RealtimePeer theirs;

        Gateways(StagedoorServer ours, RealtimePeer theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }
    }

    private StagedoorServer serve(Stagedoor installed, int port) {
        return installed.serve(command -> command.with("STAGEDOOR_HTTP_PORT", Integer.toString(port))
                .with("STAGEDOOR_HTTP_MAX_CONNECTIONS", SOCKETS)
                .with("STAGEDOOR_HTTP_SOCKETS_MAX_PER_TENANT", SOCKETS)
                .with("STAGEDOOR_HTTP_SOCKETS_MAX_PER_KEY", SOCKETS));
    }

    private void refreshes(RealtimeServer stagedoor, RealtimeServer peer, Goals goals) {
        Contender ours = stagedoor.refreshing(stagedoor.signIn("refreshing", 200));
        Contender theirs = peer.refreshing(peer.signIn("refreshing", 200));
        WarmUp.of(ours, postgres);
        WarmUp.of(theirs, postgres);
        Peaks peaks = new Peaks(ours, List.of(theirs), List.of(1, 16, 64));
        peaks.measure(settings, postgres, "fresh tokens");
        System.out.println(peaks.table("fresh tokens"));
        System.out.println(peaks.ratios());
        goals.atLeast(
                "fresh tokens per second and core",
                5_000,
                peaks.at(64).getFirst().perCore(),
                "");
    }

    private static String table(PageLoads ours, PageLoads theirs) {
        MarkdownTable table = new MarkdownTable("pages", "Stagedoor", "ws, Node");
        ours.figures()
                .forEach((name, figure) -> table.row(name, Text.tenths(figure), Text.tenths(theirs.figure(name))));
        return table.toString();
    }

    private static Goals beside(PageLoads ours, Goals goals) {
        return goals.atMost("slowest of 2,000 first sign-ins at once", 3_000, ours.figure(PageLoads.SIGN_IN), " ms")
                .atMost("slowest of their first connections", 3_000, ours.figure(PageLoads.FIRST), " ms")
                .atMost("p99 of an answer, 1,000 active pages", 10, ours.figure(PageLoads.ANSWER), " ms")
                .atMost("live heap of an idle page", 20, ours.figure(PageLoads.HEAP), " KB")
                .atMost("5,000 pages back after a restart", 10, ours.figure(PageLoads.BACK), " s");
    }
}
