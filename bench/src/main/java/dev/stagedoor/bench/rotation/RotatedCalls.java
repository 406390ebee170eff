// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.rotation;

import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.bench.report.Goals;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.StagedoorServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A tenant with 200 live calls moves to another LiveKit server: how soon new tokens are for it, and what becomes of the calls. */
public final class RotatedCalls {
    private static final int CALLS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AFTERWARDS = Duration.ofSeconds(10);
    private static final double MILLION = 1e6;

    private RotatedCalls() {}

    /** A token, and when it was asked for and answered. */
    private record Minted(Instant asked, Instant answered, boolean moved) {}

    /** Asks for one token after the other. */
    private static final class Minter implements AutoCloseable {
        private final RotatedTenant tenant;
        private final List<Minted> minted = new CopyOnWriteArrayList<>();
        private final Thread thread;
        private volatile boolean over;

        Minter(RotatedTenant tenant) {
            this.tenant = tenant;
            this.thread = Thread.ofVirtual().name("minter").start(this::run);
        }

        private void run() {
            while (!over) {
                Instant asked = Instant.now();
                TokenAnswer token = tenant.backend().tokens().mint(TokenRequest.ANYTHING);
                minted.add(new Minted(asked, Instant.now(), tenant.isMoved(token.serverUrl())));
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        }

        @Override
        public void close() {
            over = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Measures so many rotations; returns a table and the goals. */
    public static String measure(StagedoorServer server, int rounds) {
        MarkdownTable table = new MarkdownTable(
                "rotation with " + CALLS + " live calls",
                "answered after ms",
                "new version minting after the probe ms",
                "tokens by the old one after the answer",
                "calls that are live afterwards");
        double slowest = 0;
        int fewest = CALLS;
        for (int round = 1; round <= rounds; round++) {
            try (RotatedTenant tenant = new RotatedTenant(server, round)) {
                tenant.begin(CALLS);
                awaitLive(tenant);
                Round measured = rotate(tenant);
                slowest = Math.max(slowest, measured.minting());
                fewest = Math.min(fewest, measured.live());
                table.row(
                        "round " + round,
                        Text.whole(measured.answered()),
                        Text.whole(measured.minting()),
                        Text.whole(measured.late()),
                        Text.whole(measured.live()));
            }
        }
        Goals goals = new Goals()
                .atMost("new version minting after the probe, slowest", 1_000, slowest, " ms")
                .atLeast("calls that are live afterwards", CALLS, fewest, "");
        return table + "\n" + goals;
    }

    private record Round(double answered, double minting, int late, int live) {}

    private static Round rotate(RotatedTenant tenant) {
        Minter minter = new Minter(tenant);
        Instant began;
        Instant answered;
        try (minter) {
            pause(Duration.ofSeconds(1));
            began = Instant.now();
            tenant.rotate();
            answered = Instant.now();
            pause(AFTERWARDS);
        }
        Instant first = minter.minted.stream()
                .filter(Minted::moved)
                .map(Minted::answered)
                .findFirst()
                .orElseThrow();
        int late = (int) minter.minted.stream()
                .filter(token -> token.asked().isAfter(answered) && !token.moved())
                .count();
        return new Round(millis(began, answered), Math.max(0, millis(tenant.probed(), first)), late, tenant.live());
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / MILLION;
    }

    private static void awaitLive(RotatedTenant tenant) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (tenant.live() < CALLS) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not every call has got its agent");
            }
            pause(Duration.ofMillis(500));
        }
    }

    private static void pause(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
