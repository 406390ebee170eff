package dev.stagedoor.bench;

import dev.stagedoor.audit.Budget;
import dev.stagedoor.audit.Cost;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Grant;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.DatabaseConfig;
import dev.stagedoor.db.Migrations;
import dev.stagedoor.db.Role;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Entries per second and processor time per entry of {@link Ledger#append}, durable, over ten tenants: 1, 16 and 64
 * callers. {@code LedgerBench [seconds per figure] [lanes]}.
 */
public final class LedgerBench {
    private static final Principal CALLER = new Principal.SystemJob("bench", "req_0123456789");
    private static final Budget BUDGET =
            new Budget(Duration.ofDays(1), 1_000_000_000_000L, 1_000_000, 1_000_000, 1_000);
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

    /** Runs the benchmark and prints a table. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Duration each = Duration.ofSeconds(args.length > 0 ? Integer.parseInt(args[0]) : 8);
        Path folder = Files.createTempDirectory("stagedoor-ledger-bench-");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                Database database = database(postgres);
                Ledger ledger = new Ledger(database, Clock.systemUTC(), config(args))) {
            for (String setting : List.of("fsync", "synchronous_commit")) {
                System.out.println(setting + " = " + database.directory(handle -> show(handle, setting)));
            }
            LedgerBench bench = new LedgerBench(ledger);
            System.out.println("callers  entries/s  p50 ms  p99 ms  CPU us/entry (self + PostgreSQL)");
            bench.run(64, each);
            for (int callers : new int[] {1, 16, 64}) {
                bench.report(callers, bench.run(callers, each));
            }
        }
    }

    private static LedgerConfig config(String[] args) {
        LedgerConfig standard = LedgerConfig.STANDARD;
        return args.length > 1
                ? new LedgerConfig(Integer.parseInt(args[1]), standard.queue(), standard.deadline())
                : standard;
    }

    private static String show(Handle handle, String setting) {
        return handle.createQuery("SELECT current_setting('" + setting + "')")
                .mapTo(String.class)
                .one();
    }

    private static Database database(EmbeddedPostgres postgres) {
        String url = postgres.jdbcUrl("postgres");
        Map<Role, Secret> passwords = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            passwords.put(role, Secret.of(Ids.next("pw", Instant.EPOCH)));
        }
        new Migrations(url, postgres.adminUser(), postgres.password()).run("bench", passwords);
        return new Database(new DatabaseConfig(url, "bench", passwords, 8));
    }

    private record Figures(long entries, Duration took, long selfMicros, long postgresMicros, double p50, double p99) {}

    private Figures run(int callers, Duration each) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong entries = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(callers);
        List<long[]> samples = new ArrayList<>();
        ProcessorTime before = ProcessorTime.now();
        long start = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            long[] nanos = new long[1 << 16];
            samples.add(nanos);
            int first = i;
            Thread.ofVirtual().start(() -> {
                int done = 0;
                for (; !stop.get(); done++) {
                    long began = System.nanoTime();
                    append(tenants.get((first + done) % tenants.size()), done);
                    nanos[done & (nanos.length - 1)] = System.nanoTime() - began;
                }
                entries.addAndGet(done);
                ended.countDown();
            });
        }
        Thread.sleep(each);
        stop.set(true);
        ended.await();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        ProcessorTime after = ProcessorTime.now();
        long[] sorted = samples.stream()
                .flatMapToLong(Arrays::stream)
                .filter(nanos -> nanos > 0)
                .sorted()
                .toArray();
        return new Figures(
                entries.get(),
                took,
                after.selfSince(before),
                after.postgresSince(before),
                millis(sorted, 50),
                millis(sorted, 99));
    }

    private static double millis(long[] sortedNanos, int percent) {
        return sortedNanos[sortedNanos.length * percent / 100] / 1e6;
    }

    private void append(TenantId tenant, int n) {
        Instant now = clock.instant();
        Draft draft = Draft.of(CALLER, now, "token.mint", "user_" + n, DETAIL);
        ledger.append(CALLER, new Grant(new Proof(tenant, 1), draft, Cost.token(now.plusSeconds(600)), BUDGET));
    }

    private void report(int callers, Figures run) {
        double perEntry = 1.0 / run.entries;
        System.out.printf(
                "%7d  %9.0f  %6.2f  %6.2f  %.1f (%.1f + %.1f)%n",
                callers,
                run.entries * 1e9 / run.took.toNanos(),
                run.p50,
                run.p99,
                (run.selfMicros + run.postgresMicros) * perEntry,
                run.selfMicros * perEntry,
                run.postgresMicros * perEntry);
    }
}
