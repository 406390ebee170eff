// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Redis for tests, without which a livekit-server has no SIP: its own process on a free port of 127.0.0.1, keeping
 * nothing, stopped by {@link #close}.
 *
 * <p>The program is {@code $REDIS_SERVER}, or {@code redis-server} on the PATH. Without one, {@link #start} fails and says
 * how to get it: such tests fail, they are not skipped.
 */
public final class RealRedis implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final int LOOKS = 200;

    private final Process process;
    private final int port;
    private final Thread hook;

    private RealRedis(Process process, int port) {
        this.process = process;
        this.port = port;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A Redis that accepts connections. */
    public static RealRedis start() {
        var program = find().orElseThrow(() -> new AssertionError("""
            No redis-server to test against. Install it (Debian: apt-get install redis-server), \
            or point REDIS_SERVER at one.\
            """));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var started = launch(program);
            if (started.isReady()) {
                return started;
            }
            started.close();
        }
        throw new AssertionError("redis-server did not become ready: " + program);
    }

    private static Optional<Path> find() {
        var named = Optional.ofNullable(System.getenv("REDIS_SERVER")).map(Path::of);
        var onPath = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(folder -> Path.of(folder, "redis-server"));
        return Stream.concat(named.stream(), onPath).filter(Files::isExecutable).findFirst();
    }

    private static RealRedis launch(Path program) {
        try {
            int port = freePort();
            var command = new ProcessBuilder(
                    program.toString(),
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no");
            return new RealRedis(
                    command.redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start(),
                    port);
        } catch (IOException e) {
            throw new AssertionError("redis-server failed to start: " + program, e);
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private boolean isReady() {
        try {
            for (int look = 0; look < LOOKS && !process.waitFor(50, TimeUnit.MILLISECONDS); look++) {
                if (accepts()) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What a livekit-server's configuration needs to use it. */
    public String yaml() {
        return "redis: {address: \"127.0.0.1:" + port + "\"}";
    }

    public long pid() {
        return process.pid();
    }

    /** Kills the process. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // The hook does it then.
        }
    }
}
