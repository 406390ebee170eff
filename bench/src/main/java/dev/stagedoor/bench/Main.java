// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.busy.BusyBench;
import dev.stagedoor.bench.replacement.KilledAgents;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.rotation.RotatedCalls;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.bench.verification.VerifiedTenants;
import dev.stagedoor.bench.watching.WatchedCalls;
import dev.stagedoor.bench.workers.StandingWorkers;
import dev.stagedoor.devmode.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code make bench}. */
@Command(
        name = "make bench",
        customSynopsis =
                "make bench ARGS=\"tokens|mint|trigger|busy|start|ledger|audit-pages|models|realtime|phone|webhooks|replacement|watching|rotation|verify|workers|profile|all"
                        + " [--seconds N] [--rounds N] [--entries N]\"",
        description = "Measures Stagedoor on this machine, beside peers, and prints tables.",
        mixinStandardHelpOptions = true)
final class Main implements Callable<Integer> {
    /** What can be measured. */
    enum What {
        TOKENS,
        MINT,
        TRIGGER,
        BUSY,
        START,
        LEDGER,
        AUDIT_PAGES,
        MODELS,
        REALTIME,
        PHONE,
        WEBHOOKS,
        REPLACEMENT,
        WATCHING,
        ROTATION,
        VERIFY,
        WORKERS,
        PROFILE,
        ALL;

        /** As it is asked for. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Parameters(
            arity = "1..*",
            description = {
                "tokens   POST /api/v1/tokens beside an Express token server",
                "mint     one LiveKit token in-process, beside LiveKit's own SDKs",
                "trigger  POST /api/v1/trigger beside bare CreateRoom and CreateDispatch",
                "busy     from trigger to agent while its worker is full",
                "start    from process start to ready, with and without the AOT cache",
                "ledger   the ledger's durable append by itself",
                "audit-pages a page of a tenant's audit, of a thousand entries and of --entries",
                "models   calls passed on and runs, beside LiteLLM's proxy and direct calls to the same scripted API",
                "realtime app users' pages: sign-ins, fresh tokens, answers, idle sockets, a restart, beside a ws server",
                "phone    phone calls until the agent is in the room, 200 at once, and what a signature costs",
                "webhooks how soon LiveKit's webhooks are answered",
                "replacement from the death of an agent to the next one in the room; --rounds 20 kills 100 light ones",
                "watching what a LiveKit server is asked while 1, 100 and 1,000 calls are live, before and after; five minutes",
                "rotation a tenant with 200 live calls moves to another LiveKit server",
                "verify   100 tenants are verified at once, and what tokens take meanwhile",
                "workers  what 1,000 workers that Stagedoor runs cost it while nothing changes; four minutes",
                "profile  where the processor time of tokens and of calls passed on goes",
                "all      all of these"
            })
    private List<What> what = List.of();

    @Option(names = "--seconds", defaultValue = "3", description = "For each figure of a round; ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "The contenders take turns; ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--entries",
            defaultValue = "1000000",
            description = "Of audit-pages; ${DEFAULT-VALUE}. About half a kilobyte of disk for each.")
    private long entries;

    private Main() {}

    /** Exits with 0, 2 for wrong arguments, 1 if something could not be measured. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        if (args.length == 0) {
            line.usage(System.out);
            return;
        }
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Set<What> asked = EnumSet.copyOf(what.contains(What.ALL) ? List.of(What.values()) : what);
        asked.remove(What.ALL);
        Path home = Installation.find(System.getenv(), Path.of("")).home();
        Path folder = Files.createTempDirectory("stagedoor-bench-");
        Settings settings = new Settings(Duration.ofSeconds(seconds), rounds, home, folder);
        try (DurablePostgres postgres = DurablePostgres.start(folder)) {
            System.out.println(Machine.facts(folder, postgres));
            if (asked.remove(What.AUDIT_PAGES)) {
                AuditPagesBench.run(settings, postgres, entries);
            }
            for (What each : asked) {
                measure(each, settings, postgres);
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void measure(What what, Settings settings, DurablePostgres postgres) {
        switch (what) {
            case TOKENS -> new TokensBench(settings, postgres).run();
            case LEDGER -> LedgerBench.run(settings, postgres);
            case MODELS -> ModelsBench.run(settings, postgres);
            case REALTIME -> RealtimeBench.run(settings, postgres);
            case PHONE -> PhoneBench.run(settings, postgres);
            case WEBHOOKS -> RoomEventsBench.run(settings, postgres);
            case REPLACEMENT ->
                served(
                        "replacement",
                        settings,
                        postgres,
                        server -> KilledAgents.measure(settings.home(), settings.folder(), server, settings.rounds()));
            case WATCHING -> System.out.println(WatchedCalls.measure(settings.home(), settings.folder(), postgres));
            case ROTATION ->
                served("rotation", settings, postgres, server -> RotatedCalls.measure(server, settings.rounds()));
            case VERIFY ->
                served("verify", settings, postgres, server -> VerifiedTenants.measure(server, settings.rounds()));
            case WORKERS -> System.out.println(StandingWorkers.measure(settings.home(), settings.folder(), postgres));
            case MINT -> MintBench.run(settings);
            case TRIGGER -> TriggerBench.run(settings, postgres);
            case BUSY -> BusyBench.run(settings, postgres);
            case START -> StartBench.run(settings, postgres);
            case PROFILE -> ProfileBench.run(settings, postgres);
            case AUDIT_PAGES, ALL -> throw new IllegalArgumentException(what + " is not measured by itself");
        }
    }

    private static void served(
            String database, Settings settings, DurablePostgres postgres, Function<StagedoorServer, ?> measured) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), database, postgres);
        try (StagedoorServer server = installed.serve()) {
            System.out.println(measured.apply(server));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(Main::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
