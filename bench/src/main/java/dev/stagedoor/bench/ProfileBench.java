// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.profile.CpuProfile;
import dev.stagedoor.bench.profile.ThreadTimes;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Measured;
import dev.stagedoor.bench.servers.MessageServer;
import dev.stagedoor.bench.servers.ScriptedApi;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.bench.servers.TokenServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Where the CPU time of tokens and of calls passed on goes, at 64 connections. The recorder itself costs a little. */
final class ProfileBench {
    private static final int TENANTS = 10;
    private static final int CONNECTIONS = 64;
    private static final int METHODS = 25;

    /** Of each answer that is passed on. */
    private static final int TOKENS = 10;

    private final Settings settings;
    private final DurablePostgres postgres;

    private ProfileBench(Settings settings, DurablePostgres postgres) {
        this.settings = settings;
        this.postgres = postgres;
    }

    /** Runs it and prints its tables. */
    static void run(Settings settings, DurablePostgres postgres) {
        ProfileBench bench = new ProfileBench(settings, postgres);
        bench.measure("tokens", server -> TokenServer.of(server, server.customers(TENANTS)));
        List<String> keys = ModelTenant.providerKeys(1);
        try (ScriptedApi api = ScriptedApi.start(keys, TOKENS, Duration.ZERO);
                PlainCalls http = new PlainCalls()) {
            bench.measure(
                    "messages",
                    server -> MessageServer.of(
                            server,
                            ModelTenant.create(server, api.url(), keys)
                                    .getFirst()
                                    .lease(http)));
        }
    }

    private void measure(String what, Function<StagedoorServer, Contender> contender) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "profile_" + what, postgres);
        Path file = settings.folder().resolve(what + ".jfr");
        Duration time = settings.each().multipliedBy(3);
        Instant from;
        Instant to;
        double micros;
        try (StagedoorServer server =
                installed.serve(with -> with.with("STAGEDOOR_JAVA_OPTS", CpuProfile.javaOption(file)))) {
            Contender loaded = contender.apply(server);
            WarmUp.of(loaded, postgres);
            Settings.say("profile: recording " + what + " for " + time.toSeconds() + " s");
            ThreadTimes serverBefore = ThreadTimes.ofJvm(server.pid());
            ThreadTimes postgresBefore = ThreadTimes.ofPostgres(postgres.pid());
            from = Instant.now();
            Measured measured = loaded.measure(postgres, CONNECTIONS, load -> load.asFastAsAnswered(time));
            to = Instant.now();
            int requests = measured.load().latencies().count();
            ThreadTimes serverAfter = ThreadTimes.ofJvm(server.pid());
            micros = (double) serverAfter.javaSince(serverBefore).total() / requests;
            System.out.println(serverAfter.since(serverBefore, requests, what + ": threads of the server"));
            System.out.println(ThreadTimes.ofPostgres(postgres.pid())
                    .since(postgresBefore, requests, what + ": processes of PostgreSQL"));
            System.out.println("In total " + Text.whole(measured.cpu()) + " µs/request (server "
                    + Text.whole(measured.serverCpu()) + ", PostgreSQL " + Text.whole(measured.postgresCpu()) + ") at "
                    + Text.whole(measured.perSecond()) + " requests/s.\n");
        }
        CpuProfile profile = CpuProfile.read(file, from, to);
        System.out.println(profile.areas(micros));
        System.out.println(profile.methods(micros, METHODS));
    }
}
