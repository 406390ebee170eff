// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.verification;

import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.load.Expected;
import dev.stagedoor.bench.load.Load;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** 100 tenants are verified at once, while another tenant asks for tokens at a steady rate. */
public final class VerifiedTenants {
    private static final int TENANTS = 100;
    private static final int ALONE = 10;
    private static final int FIRST = 30;
    private static final int PER_SECOND = 200;
    private static final int CONNECTIONS = 16;
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final StagedoorServer server;
    private final List<VerifiedTenant> tenants;
    private final Customer asking;

    private VerifiedTenants(StagedoorServer server, List<VerifiedTenant> tenants, Customer asking) {
        this.server = server;
        this.tenants = tenants;
        this.asking = asking;
    }

    /** Measures so many rounds; returns a table and the goals. */
    public static String measure(StagedoorServer server, int rounds) {
        List<VerifiedTenant> tenants = new ArrayList<>();
        try (VerifiedTenant asking = new VerifiedTenant(server, TENANTS)) {
            for (int i = 0; i < TENANTS; i++) {
                tenants.add(new VerifiedTenant(server, i));
            }
            return new VerifiedTenants(server, tenants, asking.customer()).measure(rounds);
        } finally {
            tenants.forEach(VerifiedTenant::close);
        }
    }

    private String measure(int rounds) {
        tokens(WARM_UP);
        together(FIRST);
        double alone = slowestAlone();
        MarkdownTable table = new MarkdownTable(
                TENANTS + " tenants at once, " + PER_SECOND + " tokens/s meanwhile",
                "all verified after s",
                "slowest verification s",
                "tokens alone p50 ms",
                "p99 ms",
                "meanwhile p50 ms",
                "p99 ms");
        List<Double> ratios = new ArrayList<>();
        double slowest = 0;
        for (int round = 1; round <= rounds; round++) {
            Settings.say("verify: round " + round);
            Load.Outcome quiet = tokens(QUIET);
            Together together = together(TENANTS);
            ratios.add(
                    together.tokens().latencies().millis(99) / quiet.latencies().millis(99));
            slowest = Math.max(slowest, together.slowest());
            table.row(
                    "round " + round,
                    Text.hundredths(together.took()),
                    Text.hundredths(together.slowest()),
                    Text.hundredths(quiet.latencies().millis(50)),
                    Text.hundredths(quiet.latencies().millis(99)),
                    Text.hundredths(together.tokens().latencies().millis(50)),
                    Text.hundredths(together.tokens().latencies().millis(99)));
        }
        ratios.sort(null);
        Goals goals = new Goals()
                .atMost("verifying one tenant, slowest of " + ALONE, 15, alone, " s")
                .atMost("verifying one of " + TENANTS + " at once, slowest", 15, slowest, " s")
                .atMost("p99 of tokens meanwhile to alone, median", 1.2, ratios.get(ratios.size() / 2), "");
        return table + "\n" + goals;
    }

    private double slowestAlone() {
        double slowest = 0;
        for (int i = 0; i < ALONE; i++) {
            long began = System.nanoTime();
            tenants.get(i).verify();
            slowest = Math.max(slowest, (System.nanoTime() - began) / 1e9);
        }
        return slowest;
    }

    private Load.Outcome tokens(Duration time) {
        byte[] request = asking.tokenRequest(server.port());
        return new Load(server.port(), n -> request, CONNECTIONS, Expected.CREATED).atRate(PER_SECOND, time);
    }

    /** What it took to verify all of them, in seconds, and the tokens meanwhile. */
    private record Together(double took, double slowest, Load.Outcome tokens) {}

    private Together together(int many) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Double>> verifying = new ArrayList<>();
            long began = System.nanoTime();
            for (VerifiedTenant tenant : tenants.subList(0, many)) {
                verifying.add(threads.submit(() -> patiently(tenant)));
            }
            Future<Load.Outcome> tokens = threads.submit(() -> tokens(QUIET));
            double slowest = 0;
            for (Future<Double> one : verifying) {
                slowest = Math.max(slowest, one.get());
            }
            double took = (System.nanoTime() - began) / 1e9;
            return new Together(took, slowest, tokens.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a tenant was not verified: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A node verifies only so many at a time, and says when the others are to come again. */
    private static double patiently(VerifiedTenant tenant) {
        while (true) {
            try {
                return tenant.verify().tookMs() / 1000.0;
            } catch (ProblemException busy) {
                Duration wait = busy.retryAfter().orElseThrow(() -> busy);
                // Not all of them at the same moment.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(wait.toNanos(), 2 * wait.toNanos()));
            }
        }
    }
}
