// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.profile.CpuProfile;
import dev.stagedoor.bench.profile.ThreadTimes;
import dev.stagedoor.bench.report.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Where the CPU time of {@code POST /api/v1/tokens} goes, at 64 connections. The recorder itself costs a little. */
final class ProfileBench {
    private static final int TENANTS = 10;
    private static final int CONNECTIONS = 64;
    private static final int METHODS = 25;

    private ProfileBench() {}

    /** Runs it and prints its tables. */
    static void run(Settings settings, DurablePostgres postgres) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "profile", postgres);
        Path file = settings.folder().resolve("tokens.jfr");
        Duration time = settings.each().multipliedBy(3);
        Instant from;
        Instant to;
        double micros;
        try (StagedoorServer server =
                installed.serve(with -> with.with("STAGEDOOR_JAVA_OPTS", CpuProfile.javaOption(file)))) {
            TokenServer tokens = TokenServer.of(server, server.customers(TENANTS));
            WarmUp.of(tokens, postgres);
            Settings.say("profile: recording for " + time.toSeconds() + " s");
            ThreadTimes serverBefore = ThreadTimes.ofJvm(server.pid());
            ThreadTimes postgresBefore = ThreadTimes.ofPostgres(postgres.pid());
            from = Instant.now();
            Measured measured = tokens.measure(postgres, CONNECTIONS, load -> load.asFastAsAnswered(time));
            to = Instant.now();
            int requests = measured.load().latencies().count();
            ThreadTimes serverAfter = ThreadTimes.ofJvm(server.pid());
            micros = (double) serverAfter.javaSince(serverBefore).total() / requests;
            System.out.println(serverAfter.since(serverBefore, requests, "threads of the server"));
            System.out.println(
                    ThreadTimes.ofPostgres(postgres.pid()).since(postgresBefore, requests, "processes of PostgreSQL"));
            System.out.println("In total " + Text.whole(measured.cpu()) + " µs/request (server "
                    + Text.whole(measured.serverCpu()) + ", PostgreSQL " + Text.whole(measured.postgresCpu()) + ") at "
                    + Text.whole(measured.perSecond()) + " requests/s.\n");
        }
        CpuProfile profile = CpuProfile.read(file, from, to);
        System.out.println(profile.areas(micros));
        System.out.println(profile.methods(micros, METHODS));
    }
}
