// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real livekit-server for tests: its own process, key, secret and free ports on 127.0.0.1, stopped by {@link #close}.
 *
 * <p>The program is {@code $LIVEKIT_SERVER}, or {@code livekit-server} on the PATH, or {@code
 * .tools/bin/livekit-server} in this folder or a parent. Without one, {@link #start} fails and says how to get it: such
 * tests fail, they are not skipped.
 */
public final class RealServer implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;
    private static final String KEYS = "keys: {\"${KEY}\": \"${SECRET}\"}\n";

    private final Process process;
    private final Path folder;
    private final Setup setup;
    private final Thread hook;

    /** A server's configuration. */
    private record Setup(List<Integer> ports, String key, String secret, String yaml) {
        static Setup fresh(String yaml) throws IOException {
            return new Setup(freePorts(), "API" + random(6), random(24), KEYS + yaml);
        }

        static Setup development() throws IOException {
            return new Setup(freePorts(), "devkey", "secret", "development: true");
        }

        String config() {
            return """
                port: %d
                bind_addresses: ["127.0.0.1"]
                rtc: {tcp_port: %d, udp_port: %d, node_ip: 127.0.0.1, use_external_ip: false, stun_servers: ["127.0.0.1:9"]}
                %s
                """.formatted(
                            ports.get(0),
                            ports.get(1),
                            ports.get(2),
                            yaml.replace("${KEY}", key).replace("${SECRET}", secret));
        }
    }

    private interface FreshSetup {
        Setup make() throws IOException;
    }

    private RealServer(Process process, Path folder, Setup setup) {
        this.process = process;
        this.folder = folder;
        this.setup = setup;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A server with its own key and nothing else configured. */
    public static RealServer start() {
        return start("");
    }

    /**
     * A server with further configuration.
     *
     * @param yaml top-level keys of LiveKit's configuration file, such as {@code webhook:}; {@code ${KEY}} and {@code
     *     ${SECRET}} stand for the API key's id and secret
     */
    public static RealServer start(String yaml) {
        return started(() -> Setup.fresh(yaml));
    }

    private static RealServer started(FreshSetup setup) {
        AssertionError last = new AssertionError("never tried");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return launch(setup.make());
            } catch (AssertionError lostAPort) {
                last = lostAPort;
            } catch (IOException e) {
                throw new AssertionError("no free port", e);
            }
        }
        throw last;
    }

    /** A server as {@code livekit-server --dev} starts it: with LiveKit's published development key. */
    public static RealServer development() {
        return started(Setup::development);
    }

    /** After {@link #close}: the same server again, with the same ports, key and secret, and no rooms. */
    public RealServer again() {
        return launch(setup);
    }

    /** As {@link #again}, with another secret for its key. */
    public RealServer againWithAnotherSecret() {
        return launch(new Setup(setup.ports(), setup.key(), random(24), setup.yaml()));
    }

    /** As {@link #again}, and it accepts the other server's key, too. */
    public RealServer againAlsoFor(RealServer other) {
        String both = "keys: {\"${KEY}\": \"${SECRET}\", \"%s\": \"%s\"}\n".formatted(other.key(), other.secret());
        String yaml = setup.yaml().replace(KEYS, both);
        return launch(new Setup(setup.ports(), setup.key(), setup.secret(), yaml));
    }

    /** The path of the program, if found. */
    public static Optional<Path> find() {
        var named = Optional.ofNullable(System.getenv("LIVEKIT_SERVER")).map(Path::of);
        var onPath = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(folder -> Path.of(folder, "livekit-server"));
        var tools = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve(".tools/bin/livekit-server"));
        return Stream.concat(named.stream(), Stream.concat(onPath, tools))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static RealServer launch(Setup setup) {
        var program = find().orElseThrow(() -> new AssertionError("""
            No livekit-server to test against. Run `make livekit`, or put livekit-server on the PATH, \
            or point LIVEKIT_SERVER at one.\
            """));
        try {
            var folder = Files.createTempDirectory("livekit-server");
            var builder = new ProcessBuilder(program.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            // Not as an argument: every user can read the process table.
            builder.environment().putAll(Map.of("LIVEKIT_CONFIG", setup.config()));
            var server = new RealServer(builder.start(), folder, setup);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new AssertionError("livekit-server failed to start: " + program, e);
        }
    }

    private void awaitReady() {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url())).build();
            long end = System.nanoTime() + READY_WITHIN.toNanos();
            while (System.nanoTime() < end && !process.waitFor(50, TimeUnit.MILLISECONDS)) {
                if (answers(http, request)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var log = log();
        close();
        throw new AssertionError("livekit-server did not become ready; its log:\n" + log);
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return setup.ports().getFirst();
    }

    /** The id of its API key. */
    public String key() {
        return setup.key();
    }

    public String secret() {
        return setup.secret();
    }

    public long pid() {
        return process.pid();
    }

    /** Its log so far, for failure messages. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** Kills the process and removes its folder. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Files.deleteIfExists(folder.resolve("log"));
            Files.deleteIfExists(folder);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException e) {
            // A leftover log, or a JVM that is shutting down: nothing to do about either.
        }
    }

    private static List<Integer> freePorts() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var http = new ServerSocket(0, 1, loopback);
                var tcp = new ServerSocket(0, 1, loopback);
                var udp = new DatagramSocket(0, loopback)) {
            return new ArrayList<>(List.of(http.getLocalPort(), tcp.getLocalPort(), udp.getLocalPort()));
        }
    }

    private static String random(int bytes) {
        var value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
