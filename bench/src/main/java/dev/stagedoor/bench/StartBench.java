// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.profile.Memory;
import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.report.Settings;
import dev.stagedoor.bench.report.Text;
import dev.stagedoor.bench.servers.DurablePostgres;
import dev.stagedoor.bench.servers.Stagedoor;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Time from the launcher's start to the first 200 from {@code /health/ready}, on an existing database, with and without
 * the ahead-of-time cache that {@code make} builds.
 */
final class StartBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_EVERY = Duration.ofMillis(2).toNanos();

    private final Settings settings;
    private final Stagedoor installed;
    private final HttpClient http;

    private StartBench(Settings settings, Stagedoor installed, HttpClient http) {
        this.settings = settings;
        this.installed = installed;
        this.http = http;
    }

    private record Started(double millis, long rss) {}

    /** Runs it and prints a table. */
    static void run(Settings settings, DurablePostgres postgres) {
        Stagedoor installed = Stagedoor.install(settings.home(), settings.folder(), "start", postgres);
        try (HttpClient http = HttpClient.newHttpClient()) {
            new StartBench(settings, installed, http).measure();
        }
    }

    private void measure() {
        requireCache();
        MarkdownTable table = new MarkdownTable("start to ready", "ms, median", "ms, slowest", "RSS MB when ready");
        report("without a cache", "off", table);
        report("with the AOT cache", "use", table);
        System.out.println(table);
    }

    private void report(String name, String aot, MarkdownTable table) {
        Settings.say("start: " + name);
        List<Started> runs = new ArrayList<>();
        for (int i = 0; i < settings.rounds() + 1; i++) {
            runs.add(start(aot));
        }
        // The first run reads cold files.
        List<Started> warm = runs.subList(1, runs.size());
        double[] sorted = warm.stream().mapToDouble(Started::millis).sorted().toArray();
        table.row(
                name,
                Text.whole(sorted[sorted.length / 2]),
                Text.whole(sorted[sorted.length - 1]),
                Text.whole(warm.getLast().rss() / 1048576.0));
    }

    private Started start(String aot) {
        int port = freePort();
        Command command = installed
                .command("serve")
                .with("STAGEDOOR_AOT", aot)
                .with("STAGEDOOR_HTTP_PORT", Integer.toString(port));
        long began = System.nanoTime();
        try (Child child = Child.start(command, line -> {})) {
            awaitReady(child, port);
            return new Started((System.nanoTime() - began) / 1e6, Memory.ofTree(child.pid()));
        }
    }

    private void requireCache() {
        try (Stream<Path> built = Files.list(settings.home().resolve("target/stagedoor"))) {
            if (built.noneMatch(file -> file.getFileName().toString().startsWith("aot-server-"))) {
                throw new IllegalStateException("there is no AOT cache: run make bench, which has it made");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Child child, int port) {
        HttpRequest look = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(PATIENCE)
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (child.isRunning() && System.nanoTime() < deadline) {
            if (isReady(look)) {
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
        throw new IllegalStateException("it did not become ready");
    }

    private boolean isReady(HttpRequest look) {
        try {
            return http.send(look, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
