// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.load.Expected;
import dev.stagedoor.bench.phone.Callers;
import dev.stagedoor.bench.phone.CallsInTurn;
import dev.stagedoor.bench.phone.CarrierWebhooks;
import dev.stagedoor.bench.phone.Crowd;
import dev.stagedoor.bench.phone.PeerPhones;
import dev.stagedoor.bench.phone.PhoneProject;
import dev.stagedoor.bench.phone.PhoneServer;
import dev.stagedoor.bench.phone.PhoneTenant;
import dev.stagedoor.bench.phone.Report;
import dev.stagedoor.bench.phone.SignatureTimes;
import dev.stagedoor.bench.phone.Webhook;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Measured;
import dev.stagedoor.bench.servers.PhonePeer;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.processes.Command;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Phone calls that a front end reports, beside a Node webhook with livekit-server-sdk: how long until the caller has an agent,
 * 200 calls at once, and what it costs to verify a report and find out whose it is. Both have the same real livekit-server and
 * worker, and what each has done is read from that livekit-server.
 */
final class PhoneBench {
    private static final int LIVEKIT_PORT = 29_880;
    private static final int OUR_PORT = 29_890;
    private static final int PEER_PORT = 29_891;
    private static final String PUBLIC_URL = "https://phone.stagedoor.example";

    private static final int AT_ONCE = 200;
    private static final int EACH = 20;
    private static final int LINES = 4;
    private static final int CONNECTIONS = 64;
    private static final int CALLERS = 100;

    private static final Expected REJECTED = new Expected(200, "\"rejected\"");
    private static final byte[] LIVE = ("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:" + OUR_PORT + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final Clock clock = Clock.systemUTC();
    private final Settings settings;
    private final DurablePostgres postgres;
    private final PhoneProject project;
    private final Goals goals = new Goals();

    private PhoneBench(Settings settings, DurablePostgres postgres, PhoneProject project) {
        this.settings = settings;
        this.postgres = postgres;
        this.project = project;
    }

    /** Runs it and prints tables, the last one beside the goals. */
    static void run(Settings settings, DurablePostgres postgres) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "phone", postgres);
        try (PhoneProject project = PhoneProject.start(settings.home(), settings.folder(), LIVEKIT_PORT);
                StagedoorServer server = installed.serve(PhoneBench::reachable);
                PhoneTenant ours = PhoneTenant.create(server, project, PUBLIC_URL);
                PhonePeer peer = PhonePeer.start(settings.home(), PEER_PORT, project::of, ours.secret())) {
            PhoneBench bench = new PhoneBench(settings, postgres, project);
            PhoneServer theirs = new PeerPhones(peer, ours.secret(), project);
            bench.signatures(ours);
            bench.inTurn(ours, theirs);
            bench.atOnce(ours, theirs);
            System.out.println(bench.goals);
        }
    }

    private static Command reachable(Command serve) {
        return serve.with("STAGEDOOR_HTTP_PORT", Integer.toString(OUR_PORT))
                .with("STAGEDOOR_HTTP_PUBLIC_URL", PUBLIC_URL);
    }

    private void inTurn(PhoneServer ours, PhoneServer theirs) {
        List<CallsInTurn> all = new ArrayList<>();
        for (int lines : List.of(1, LINES)) {
            all.add(new CallsInTurn(ours, project, postgres, lines));
            all.add(new CallsInTurn(theirs, project, postgres, lines));
        }
        Settings.say("phone: warming calls up");
        for (PhoneServer server : List.of(ours, theirs)) {
            new CallsInTurn(server, project, postgres, LINES).block(EACH / 2, clock);
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            Settings.say("phone: one call after the other, round " + round);
            all.forEach(calls -> calls.block(EACH / calls.lines(), clock));
        }
        MarkdownTable table = CallsInTurn.table();
        all.forEach(calls -> calls.report(table));
        System.out.println(table);
        goals.atMost(
                "call to answer, with the agent in the room, p95",
                1_500,
                all.getFirst().untilAnswered().millis(95),
                " ms");
    }

    private void atOnce(PhoneServer ours, PhoneServer theirs) {
        MarkdownTable table = Crowd.table(AT_ONCE);
        int exact = crowd(ours, table);
        crowd(theirs, table);
        System.out.println(table);
        goals.atLeast(AT_ONCE + " calls at once: with one room and one agent each", AT_ONCE, exact, "");
    }

    private int crowd(PhoneServer server, MarkdownTable table) {
        Settings.say("phone: " + AT_ONCE + " calls at once at " + server.name());
        int left = project.clear();
        if (left > 0) {
            Settings.say("phone: " + left + " rooms were left by the calls before");
        }
        return new Crowd(server, project, AT_ONCE).call(clock, table);
    }

    private void signatures(PhoneTenant ours) {
        Settings.say("phone: signatures alone");
        Map<String, Double> alone = SignatureTimes.measure();
        Webhook bare =
                webhook(ours, "no signature", new Expected(401, "Unauthorized"), n -> call(n).unsigned(OUR_PORT));
        List<Webhook> signed = new ArrayList<>();
        signed.add(webhook(
                ours,
                CarrierWebhooks.FRONT_END,
                new Expected(403, "not in service"),
                n -> call(n).signed(OUR_PORT, ours.secret(), clock.instant())));
        for (String carrier : CarrierWebhooks.ALL) {
            signed.add(webhook(
                    ours,
                    CarrierWebhooks.signs(carrier),
                    REJECTED,
                    n -> ours.carriers().request(carrier, OUR_PORT, Callers.WITHHELD, clock.instant())));
        }
        signed.add(webhook(ours, "GET /health/live", new Expected(200, ""), n -> LIVE));
        warmUp(bare, signed);
        Peaks peaks = new Peaks(bare, signed, List.of(CONNECTIONS));
        peaks.measure(settings, postgres, "phone: refused calls");
        report(peaks, alone);
    }

    /** All carriers together, and then the rest: code that is compiled again for another carrier would count. */
    private void warmUp(Webhook bare, List<Webhook> others) {
        List<byte[]> mixed = others.subList(1, 1 + CarrierWebhooks.ALL.size()).stream()
                .map(carrier -> carrier.requests().get().getFirst())
                .toList();
        WarmUp.of(new Webhook("carriers", bare.server(), REJECTED, () -> mixed), postgres);
        WarmUp.of(others.getFirst(), postgres);
        List.of(bare, others.getLast())
                .forEach(one -> one.measure(postgres, CONNECTIONS, load -> load.asFastAsAnswered(settings.each())));
    }

    private static Report call(int n) {
        return new Report(Callers.WITHHELD, "refused-" + n);
    }

    private static Webhook webhook(PhoneServer server, String name, Expected expected, IntFunction<byte[]> request) {
        return new Webhook(
                name,
                server,
                expected,
                () -> IntStream.range(0, CALLERS).mapToObj(request).toList());
    }

    private void report(Peaks peaks, Map<String, Double> alone) {
        MarkdownTable table = new MarkdownTable(
                "refused calls, " + CONNECTIONS + " connections",
                "requests/s",
                "CPU µs/request",
                "server",
                "PostgreSQL",
                "more than without a signature",
                "signature alone, µs");
        double bare = peaks.at(CONNECTIONS).getFirst().median(Measured::cpu);
        for (Peaks.Point point : peaks.at(CONNECTIONS)) {
            String name = point.server().name();
            table.row(
                    name,
                    Text.whole(point.median(Measured::perSecond)),
                    Text.whole(point.median(Measured::cpu)),
                    Text.whole(point.median(Measured::serverCpu)),
                    Text.whole(point.median(Measured::postgresCpu)),
                    Text.whole(point.median(Measured::cpu) - bare),
                    alone.containsKey(name) ? Text.tenths(alone.get(name) / 1000) : "");
        }
        System.out.println(table);
        goals.atMost(
                "CPU of a report's signature and routing",
                100,
                peaks.at(CONNECTIONS).get(1).median(Measured::cpu) - bare,
                " µs");
    }
}
