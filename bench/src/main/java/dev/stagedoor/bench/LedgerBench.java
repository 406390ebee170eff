// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Measured;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.DatabaseConfig;
import dev.stagedoor.db.Migrations;
import dev.stagedoor.db.RolePasswords;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Entries per second and CPU time per entry of {@link Ledger#append}, durable, over ten tenants, with 1, 16 and 64
 * callers in this process.
 */
final class LedgerBench {
    private static final Principal CALLER = new Principal.SystemJob("bench", "req_0123456789");
    private static final Budget BUDGET = new Budget(Duration.ofDays(1), Map.of(Unit.TOKENS, 1_000_000_000_000L));
    private static final String DETAIL = "{\"room\":\"acme.support-7f3a\",\"identity\":\"user_0123456789\",\"ttl\":600,"
            + "\"credential\":\"cred_01j0000000000000000000000\",\"version\":3,\"jti\":\"3f0c9a7be51d4f27\"}";

    private final Ledger ledger;
    private final List<TenantId> tenants;
    private final Clock clock = Clock.systemUTC();

    private LedgerBench(Ledger ledger) {
        this.ledger = ledger;
        this.tenants = Stream.generate(this::tenant).limit(10).toList();
    }

    private TenantId tenant() {
        TenantId id = TenantId.next(clock.instant());
        return ledger.found(
                CALLER,
                id,
                platform -> platform.append(Draft.of(CALLER, platform.now(), "tenant.create", id.value(), "{}")),
                change -> {
                    change.append(Draft.of(CALLER, change.now(), "tenant.create", id.value(), "{}"));
                    return id;
                });
    }

    /** Runs it and prints a table. */
    static void run(Settings settings, DurablePostgres postgres) {
        try (Database database = database(postgres);
                Ledger ledger = new Ledger(database, Clock.systemUTC(), LedgerConfig.STANDARD)) {
            LedgerBench bench = new LedgerBench(ledger);
            MarkdownTable table = new MarkdownTable(
                    "callers", "entries/s", "CPU µs/entry", "callers and ledger", "PostgreSQL", "p50 ms", "p99 ms");
            Settings.say("ledger: warming up");
            bench.run(64, settings.each(), postgres);
            for (int callers : new int[] {1, 16, 64}) {
                Settings.say("ledger: " + callers + " callers");
                report(callers, bench.run(callers, settings.each(), postgres), table);
            }
            System.out.println(table);
        }
    }

    private static Database database(DurablePostgres postgres) {
        String url = postgres.database("ledger");
        MasterKeys keys = MasterKeys.of(MasterKey.generate());
        new Migrations(url, postgres.adminUser(), postgres.password()).run("ledger", keys);
        return new Database(new DatabaseConfig(url, "ledger", RolePasswords.of(keys), 8, Duration.ofSeconds(4)));
    }

    private Measured run(int callers, Duration each, DurablePostgres postgres) {
        CpuTime selfBefore = CpuTime.ofSelf();
        CpuTime postgresBefore = postgres.used();
        long start = System.nanoTime();
        long end = start + each.toNanos();
        List<Latencies.Recorder> recorders = new ArrayList<>();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                int first = i;
                Latencies.Recorder recorder = new Latencies.Recorder();
                recorders.add(recorder);
                all.add(threads.submit(() -> appendUntil(end, first, recorder)));
            }
        }
        all.forEach(Future::resultNow);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Measured(
                new Load.Outcome(Latencies.of(recorders), took),
                CpuTime.ofSelf().minus(selfBefore),
                postgres.used().minus(postgresBefore));
    }

    private void appendUntil(long end, int first, Latencies.Recorder recorder) {
        for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
            append(tenants.get((first + recorder.count()) % tenants.size()), recorder.count());
            recorder.add(System.nanoTime() - began);
        }
    }

    private void append(TenantId tenant, int n) {
        Instant now = clock.instant();
        Draft draft = Draft.of(CALLER, now, "token.mint", "user_" + n, DETAIL);
        ledger.append(CALLER, new Grant(new Proof(tenant, 1), draft, Cost.token(now.plusSeconds(600)), BUDGET));
    }

    private static void report(int callers, Measured run, MarkdownTable table) {
        table.row(
                Integer.toString(callers),
                Text.whole(run.perSecond()),
                Text.tenths(run.cpu()),
                Text.tenths(run.serverCpu()),
                Text.tenths(run.postgresCpu()),
                Text.hundredths(run.p50()),
                Text.hundredths(run.p99()));
    }
}
