// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.processes.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** LiteLLM's proxy, as {@code bench/peers/litellm} configures it, in front of the scripted API. */
public final class LiteLlmPeer implements AutoCloseable {
    /** Its master key, made up for the benchmark. */
    public static final String KEY = "sk-stagedoor-benchmark-litellm";

    private static final Pattern READY = Pattern.compile("Application (startup complete)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_EVERY = Duration.ofMillis(50).toNanos();

    private final Running process;
    private final int port;
    private final int workers;

    private LiteLlmPeer(Running process, int port, int workers) {
        this.process = process;
        this.port = port;
        this.workers = workers;
    }

    /** Whether its packages are installed. */
    public static boolean isInstalled(Path home) {
        return Files.isExecutable(program(home));
    }

    private static Path program(Path home) {
        return home.resolve(".tools/litellm/bin/litellm");
    }

    /** Starts it with this many worker processes, and returns once all of them have started. */
    public static LiteLlmPeer start(Path home, ScriptedApi api, String providerKey, int workers) {
        Path folder = home.resolve("bench/peers/litellm");
        int port = freePort();
        List<String> words = List.of(
                program(home).toString(),
                "--config",
                folder.resolve("config.yaml").toString(),
                "--log_config",
                folder.resolve("logging.json").toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--num_workers",
                Integer.toString(workers),
                // A worker that has not started within five seconds is killed otherwise, again and again.
                "--timeout_worker_healthcheck",
                "120");
        Command command = Command.of("litellm peer", folder, words)
                .with("LITELLM_MASTER_KEY", KEY)
                .with("LITELLM_MODE", "PRODUCTION")
                .with("LITELLM_LOG", "ERROR")
                .with("LITELLM_LOCAL_MODEL_COST_MAP", "True")
                .with("ANTHROPIC_API_BASE", api.url().toString())
                .with("ANTHROPIC_API_KEY", providerKey);
        LiteLlmPeer started = new LiteLlmPeer(Running.start(command, READY, workers), port, workers);
        started.awaitOpen();
        return started;
    }

    /** It says that it is ready just before it listens. */
    private void awaitOpen() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isOpen()) {
            if (System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException(name() + " does not listen");
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As shown in the tables. */
    public String name() {
        return "LiteLLM, " + workers + (workers == 1 ? " worker" : " workers");
    }

    /** Where it passes messages on, in the vendor's form. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/anthropic/v1/messages");
    }

    /** Its parent process. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
