// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.AtOnce;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.load.Pages;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.profile.JavaHeap;
import dev.stagedoor.bench.profile.Memory;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.RealtimeServer;
import dev.stagedoor.bench.servers.RealtimeServer.SignedIn;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What one realtime gateway does with many pages. */
final class PageLoads {
    static final String BACK = "restart: seconds until all pages were back";
    static final String HEAP = "idle: live heap of each, KB";
    static final String ANSWER = "answers: p99, ms";
    static final String FIRST = "first logins: slowest first connection, ms";
    static final String SIGN_IN = "first logins: slowest sign-in, ms";
    private static final int FIRST_LOGINS = 2_000;
    private static final int ACTIVE = 1_000;
    private static final int IDLE = 10_000;
    private static final int RECONNECTING = 5_000;

    /** Handshakes under way while only the figure after it is of interest. */
    private static final int AT_A_TIME = 200;

    /** Of all active pages: each speaks every ten seconds. */
    private static final double SAID_PER_SECOND = ACTIVE / 10.0;

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Settings settings;
    private final DurablePostgres postgres;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    PageLoads(Settings settings, DurablePostgres postgres) {
        this.settings = settings;
        this.postgres = postgres;
    }

    /** All figures, by what they are. */
    Map<String, Double> figures() {
        return figures;
    }

    double figure(String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private void note(String name, double figure) {
        figures.put(name, figure);
        Settings.say(name + ": " + figure);
    }

    /** Users who were never seen before sign in, and then connect, all at once. */
    void firstLogins(RealtimeServer server) {
        Settings.say("realtime: first logins at " + server);
        server.signIn("warm", 500);
        AtOnce.Answered signedIn = server.signInAtOnce("new", FIRST_LOGINS);
        note(SIGN_IN, signedIn.outcome().latencies().millis(100));
        note("first logins: sign-ins per second", signedIn.outcome().perSecond());
        note("first logins: sign-ins told to come later", signedIn.refused());
        try (Pages pages = Pages.of(
                server.port(),
                RealtimeServer.signedIn(signedIn).stream().map(SignedIn::token).toList())) {
            Cost cost = new Cost(server);
            Pages.Opened opened = pages.open(FIRST_LOGINS, LONGEST);
            note(FIRST, opened.latencies().millis(100));
            note("first logins: CPU of a first connection, µs", cost.each(FIRST_LOGINS));
            note("first logins: of that, PostgreSQL", cost.ofPostgres(FIRST_LOGINS));
            note("first logins: connections told to come later", opened.refused());
        }
    }

    /** Pages that speak with an agent. */
    void talks(RealtimeServer server) {
        Settings.say("realtime: " + ACTIVE + " active pages at " + server);
        try (Pages pages = pages(server, "active", ACTIVE)) {
            pages.open(AT_A_TIME, LONGEST);
            WarmUp.of(
                    server.toString(),
                    server.meters(),
                    () -> server.meters()
                            .during(
                                    postgres,
                                    () -> pages.talkAsFastAsAnswered(AT_A_TIME, WarmUp.SLICE)
                                            .whole()));
            pages.talk(SAID_PER_SECOND, Duration.ofSeconds(15));
            Cost paced = new Cost(server);
            Pages.Talked said = pages.talk(SAID_PER_SECOND, settings.each().multipliedBy(5));
            note(
                    "answers: p50 at " + Math.round(SAID_PER_SECOND) + "/s, ms",
                    said.whole().latencies().millis(50));
            note(ANSWER, said.whole().latencies().millis(99));
            note("answers: first text, p50, ms", said.first().millis(50));
            note("answers: first text, p99, ms", said.first().millis(99));
            note("answers: CPU of each, µs", paced.each(said.whole().latencies().count()));
            pages.talkAsFastAsAnswered(AT_A_TIME, settings.each());
            Cost most = new Cost(server);
            Load.Outcome fast = pages.talkAsFastAsAnswered(
                            ACTIVE, settings.each().multipliedBy(2))
                    .whole();
            note("answers: per second, all pages at once", fast.perSecond());
            note("answers: CPU of each then, µs", most.each(fast.latencies().count()));
            note(
                    "answers: of that, PostgreSQL",
                    most.ofPostgres(fast.latencies().count()));
        }
    }

    /** Pages that say nothing. */
    void idle(RealtimeServer server) {
        Settings.say("realtime: " + IDLE + " idle pages at " + server);
        List<String> tokens =
                server.signIn("idle", IDLE).stream().map(SignedIn::token).toList();
        long heapBefore = heap(server);
        long residentBefore = Memory.ofTree(server.pid());
        try (Pages pages = Pages.of(server.port(), tokens)) {
            Cost connecting = new Cost(server);
            Pages.Opened opened = pages.open(AT_A_TIME, LONGEST);
            note("idle: connections per second", IDLE * 1e9 / opened.took().toNanos());
            note("idle: CPU of a connection, µs", connecting.each(IDLE));
            note("idle: of that, PostgreSQL", connecting.ofPostgres(IDLE));
            pages.idle(Duration.ofSeconds(2));
            Cost cost = new Cost(server);
            Duration quiet = Duration.ofSeconds(20);
            pages.idle(quiet);
            note("idle: CPU of all, percent of a core", cost.each(1) / 1e4 / quiet.toSeconds());
            long heap = heap(server);
            note(HEAP, (heap - heapBefore) / 1024.0 / IDLE);
            note("idle: resident memory of each, KB", (Memory.ofTree(server.pid()) - residentBefore) / 1024.0 / IDLE);
            pages.idle(Duration.ofSeconds(2));
        }
    }

    private static long heap(RealtimeServer server) {
        if (!server.java()) {
            return 0;
        }
        JavaHeap.collect(server.pid());
        return JavaHeap.live(server.pid());
    }

    /** The server restarts; its pages come back with the tokens that they have. */
    void reconnections(RealtimeServer server, Supplier<RealtimeServer> restart) {
        Settings.say("realtime: " + RECONNECTING + " pages come back to " + server);
        try (Pages pages = pages(server, "loyal", RECONNECTING)) {
            pages.open(AT_A_TIME, LONGEST);
            RealtimeServer restarted = restart.get();
            pages.vanish();
            Cost cost = new Cost(restarted);
            Pages.Opened opened = pages.open(RECONNECTING, LONGEST);
            note(BACK, opened.took().toNanos() / 1e9);
            note("restart: p50 of a page, ms", opened.latencies().millis(50));
            note("restart: told to come later", opened.refused());
            note("restart: CPU of a reconnection, µs", cost.each(RECONNECTING));
            note("restart: of that, PostgreSQL", cost.ofPostgres(RECONNECTING));
        }
    }

    private static Pages pages(RealtimeServer server, String user, int users) {
        return Pages.of(
                server.port(),
                server.signIn(user, users).stream().map(SignedIn::token).toList());
    }

    /** The CPU time of server and PostgreSQL since it was made. */
    private final class Cost {
        private final RealtimeServer server;
        private final CpuTime serverBefore;
        private final CpuTime postgresBefore;

        Cost(RealtimeServer server) {
            this.server = server;
            this.serverBefore = server.meters().used().get();
            this.postgresBefore = postgres.used();
        }

        double each(int operations) {
            return (double) server.meters().used().get().minus(serverBefore).total() / operations
                    + ofPostgres(operations);
        }

        double ofPostgres(int operations) {
            return (double) postgres.used().minus(postgresBefore).total() / operations;
        }
    }
}
