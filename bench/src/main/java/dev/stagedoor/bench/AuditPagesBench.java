// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.audit.AuditQuery;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.bench.load.Latencies;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.DatabaseConfig;
import dev.stagedoor.db.Migrations;
import dev.stagedoor.db.RolePasswords;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How long a page of a tenant's audit takes, of a thousand entries and of many, over two years of months. */
final class AuditPagesBench {
    private static final Principal CALLER = new Principal.SystemJob("bench", "req_0123456789");
    private static final AuditQuery NEWEST_FIRST = new AuditQuery(null, null, null, null, null, false);
    private static final String DATABASE = "audit_pages";
    private static final int MONTHS = 24;
    private static final int PAGE = 50;
    private static final int FEW = 1_000;
    private static final long AT_ONCE = 1_000_000;

    private final Ledger ledger;
    private final AuditTrail trail;
    private final DurablePostgres postgres;
    private final Duration each;

    private AuditPagesBench(Ledger ledger, DurablePostgres postgres, Duration each) {
        this.ledger = ledger;
        this.trail = new AuditTrail(ledger);
        this.postgres = postgres;
        this.each = each;
    }

    /** Generates that many entries, and prints a table. */
    static void run(Settings settings, DurablePostgres postgres, long entries) {
        String url = postgres.database(DATABASE);
        MasterKeys keys = MasterKeys.of(MasterKey.generate());
        new Migrations(url, postgres.adminUser(), postgres.password()).run(DATABASE, keys);
        try (Database database = new Database(
                        new DatabaseConfig(url, DATABASE, RolePasswords.of(keys), 8, Duration.ofSeconds(30)));
                Ledger ledger = new Ledger(database, Clock.systemUTC(), LedgerConfig.STANDARD)) {
            new AuditPagesBench(ledger, postgres, settings.each()).run(entries);
        }
    }

    private void run(long entries) {
        for (int month = 1; month <= MONTHS; month++) {
            sql("SELECT audit_part(%s)".formatted(month(month)));
        }
        TenantId small = filled(FEW);
        TenantId large = filled(entries);
        sql("SELECT audit_close_until(%s, 1000)".formatted(month(MONTHS - 1)));
        postgres.run(DATABASE, "VACUUM (ANALYZE) stagedoor.audit_entries");
        MarkdownTable table = new MarkdownTable("entries", "page of " + PAGE, "p50 ms", "p99 ms", "pages");
        Random random = new Random(1);
        for (boolean warm : new boolean[] {false, true}) {
            for (TenantId tenant : List.of(small, large)) {
                long count = tenant.equals(small) ? FEW : entries;
                String shown = String.format(Locale.ROOT, "%,d", count);
                Latencies newest = pages(tenant, null);
                Latencies deep = pages(tenant, () -> random.nextLong(PAGE + 1, count));
                if (warm) {
                    report(table, shown, "the newest", newest);
                    report(table, shown, "anywhere", deep);
                }
            }
        }
        System.out.println(table);
    }

    private static void report(MarkdownTable table, String entries, String page, Latencies took) {
        table.row(
                entries,
                page,
                Text.hundredths(took.millis(50)),
                Text.hundredths(took.millis(99)),
                Text.whole(took.count()));
    }

    /** A month from the next one on: earlier ones are in the first part of a new database. */
    private static String month(int number) {
        return "(date_trunc('month', now() AT TIME ZONE 'UTC') + interval '%d months') AT TIME ZONE 'UTC'"
                .formatted(number);
    }

    private void sql(String sql) {
        postgres.run(DATABASE, "SET search_path = stagedoor; " + sql);
    }

    /** A new tenant with that many entries, spread over all months. */
    private TenantId filled(long entries) {
        TenantId id = TenantId.next(Clock.systemUTC().instant());
        ledger.found(CALLER, id, platform -> platform.append(entry(platform.now())), change -> {
            change.append(entry(change.now()));
            return id;
        });
        for (long done = 1; done < entries; done += AT_ONCE) {
            long last = Math.min(entries, done + AT_ONCE);
            Settings.say("audit-pages: %,d of %,d entries".formatted(last, entries));
            sql("""
                INSERT INTO audit_entries
                SELECT '%1$s', n, 'aud_' || lpad(n::text, 26, '0'),
                       %4$s + (n::float8 / %5$d) * (%6$s - %4$s - interval '1 second'), 'token.mint',
                       'key:key_01j00000000000000000000000', 'user_' || n %% 1000, 'req_01j00000000000000000000000',
                       '{"room":"acme.support-7f3a","identity":"user_0123456789","ttl":600,"jti":"3f0c9a7be51d4f27"}',
                       sha256(int8send(n - 1)), sha256(int8send(n))
                  FROM generate_series(%2$d, %3$d) AS n
                """.formatted(id, done + 1, last, month(1), entries, month(MONTHS + 1)));
        }
        sql("UPDATE tenant_ledger SET seq = %d WHERE tenant_id = '%s'".formatted(entries, id));
        return id;
    }

    private static Draft entry(Instant now) {
        return Draft.of(CALLER, now, "tenant.create", "bench", "{}");
    }

    private Latencies pages(TenantId tenant, @Nullable LongSupplier before) {
        Latencies.Recorder recorder = new Latencies.Recorder();
        long end = System.nanoTime() + each.toNanos();
        for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
            String after = before == null ? null : Long.toString(before.getAsLong());
            Page<Entry> page = trail.list(CALLER, tenant, NEWEST_FIRST, new Page.Request(PAGE, after));
            recorder.add(System.nanoTime() - began);
            if (page.items().size() != PAGE) {
                throw new IllegalStateException("a page of " + page.items().size() + " entries before " + after);
            }
        }
        return Latencies.of(List.of(recorder));
    }
}
